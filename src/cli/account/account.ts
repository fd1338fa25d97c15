import type { Command } from 'commander'
import { group } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { addAccount } from './add.ts'
import { bootstrapAccount } from './bootstrap.ts'
import { listAccounts } from './list.ts'
import { removeAccount } from './remove.ts'
import { accountRole } from './role.ts'
import { setAccount } from './set.ts'

export const accountCommands = (shell: Shell): Command =>
  group('account', 'Accounts: where environments deploy to', [
    addAccount(shell),
    listAccounts(shell),
    setAccount(shell),
    accountRole(shell),
    bootstrapAccount(shell),
    removeAccount(shell),
  ])
