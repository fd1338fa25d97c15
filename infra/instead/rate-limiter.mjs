// Of a library for many kinds of memory the one that is a function's own.
export { default as RateLimiterMemory } from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
