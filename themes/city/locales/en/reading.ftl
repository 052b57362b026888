# Text size, contrast, pictures
display = Text size and contrast
display-short = Text size, colours
display-about = Choose how pages are shown so that they are easy to read. The choice holds for every page, on this device.
display-text = Text size
display-text-usual = Usual
display-text-large = Large
display-text-larger = Very large
display-contrast = Colours and contrast
display-contrast-device = As the device says
display-contrast-light = Light
display-contrast-dark = Dark
display-contrast-high = High contrast
display-spacing = Space between letters and lines
display-spacing-usual = Usual
display-spacing-wide = Wide
display-pictures = Pictures
display-pictures-device = As the device says: on demand while it saves data
display-pictures-now = Load at once
display-pictures-later = Load only when opened, to save data
display-cookie = The choice is kept in one cookie on your device. It holds four digits and does not tell who you are. Choosing everything as it was takes the cookie away.
display-save = Keep this choice
display-back = Back, change nothing
picture-show = Show the picture
picture-show-size = Show the picture ({ $size } KB)

# Listening
listen = Listen to this page
listen-play = Listen
listen-go-on = Go on listening
listen-pause = Pause
listen-stop = Stop
listen-rate = Speed
listen-rate-slow = Slow
listen-rate-usual = Usual
listen-rate-fast = Fast
listen-playing = Reading aloud. The paragraph being read is marked.
listen-paused = Paused.
listen-stopped = Stopped.
listen-done = Read to the end.
listen-failed = The device stopped reading. Press “Go on listening” to try again.
listen-plain = This browser cannot run the page's own reader, but your device may be able to read this page aloud:
listen-voiceless = This device has no English voice.
listen-voiceless-about = Install one in the device's settings (Text-to-speech, or Spoken content) and load the page again. The device itself may be able to read, too:
listen-way-android = Android: in Chrome open the menu with three dots and choose “Listen to this page”; or turn TalkBack on under Accessibility.
listen-way-iphone = iPhone: in Safari tap “aA” and choose “Listen to Page”; or turn Speak Screen on under Accessibility.
listen-way-computer = Computer: in Edge press Ctrl + Shift + U; or use a screen reader such as NVDA.

# Without a network
offline = You are offline
offline-about = The site cannot be reached. When there is a network again, load this page once more. Only pages read after the home page or the search page was opened are kept.
offline-read = What was read on this device
saved = Pages kept for when there is no network
saved-about = Once the home page or the search page was opened on this device, it keeps up to 60 pages that you read last, for 30 days at most. Who only opened pages from links they were sent has nothing kept. Only who uses this device can see which pages are kept.
saved-forget = Remove the pages kept on this device
saved-forgotten = The kept pages were removed
saved-forgotten-about = This device keeps no page for when there is no network any more. Your choice of text size and colours stays.
