import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { doors } from './build/doors.ts'

/** The screens that people begin with come with the first script: to fetch them after it would be one wait more. */
const firstScreens: readonly string[] = ['/', '/apps/$app', '/apps/$app/']

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    doors(),
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      codeSplittingOptions: {
        splitBehavior: ({ routeId }) => (firstScreens.includes(routeId) ? [] : undefined),
      },
      routesDirectory: `${import.meta.dirname}/src/routes`,
      generatedRouteTree: `${import.meta.dirname}/src/route-tree.gen.ts`,
      quoteStyle: 'single',
    }),
    react(),
  ],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      // One file for what the first screen needs: each more that the page must ask for is felt on a slow machine.
      output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
    },
  },
  server: { proxy: { '/api': { target: process.env.TRELLIS_URL ?? 'http://127.0.0.1:4400', ws: true } } },
})
