# Languages that content is in; see the Vietnamese file.
language-vi = Tiếng Việt
language-en = English
language-mtq = Mường
language-ium = Dao (Iu Mien)
language-about = { $language }: what has been translated, newest first.
languages = In languages of ethnic minorities
read-in = Read in:
listen-unspoken = { $language } has no voice on devices yet.
listen-unspoken-about = The voices of telephones and computers speak other languages and would read this wrongly. Please read the text below, or ask somebody who speaks the language to read it to you.
