const VERSION = 'v1';

function greeting(visits) {
  return { version: VERSION, visits, message: `Hello from ${VERSION}, visitor ${visits}` };
}

module.exports = { VERSION, greeting };
