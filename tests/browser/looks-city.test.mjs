import { examineTheme } from './looks.mjs'

examineTheme('city')
