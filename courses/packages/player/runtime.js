/*
 * The SCORM runtime inside of a page of a package: API (SCORM 1.2) and API_1484_11 (SCORM 2004) in the page's own window.
 *
 * Each page is an origin of its own, so the usual search up the parents would be stopped: pages look at their own window
 * first, and find it here. Answers must come at once, so the whole model lives here; what changes is told to the app by
 * message, and the app keeps it. `given` is what the server knew when the page was loaded; what an earlier page of the same
 * launch has changed since travels in the window's name, which outlives the page.
 */
'use strict'
const NOTE = 'shouwang:'
const OLD = given.standard === 'scorm12'
const started = Date.now()
const values = Object.create(null)
let changed = {}
let state = 'idle'
let error = 0
let carried = {}

const FIXED = OLD
  ? {
      'cmi.core.student_id': given.launch, 'cmi.core.student_name': '学员', 'cmi.core.credit': 'credit', 'cmi.core.lesson_mode': 'normal',
      'cmi.launch_data': given.launch_text, 'cmi.comments_from_lms': '', 'cmi.student_data.mastery_score': given.mastery === null ? '' : String(given.mastery * 100),
      'cmi.student_data.max_time_allowed': '', 'cmi.student_data.time_limit_action': '', 'cmi._version': '3.4',
      'cmi.core._children': 'student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time',
      'cmi.core.score._children': 'raw,min,max', 'cmi.objectives._children': 'id,score,status',
      'cmi.interactions._children': 'id,objectives,time,type,correct_responses,weighting,student_response,result,latency',
      'cmi.student_data._children': 'mastery_score,max_time_allowed,time_limit_action', 'cmi.student_preference._children': 'audio,language,speed,text',
    }
  : {
      'cmi._version': '1.0', 'cmi.learner_id': given.launch, 'cmi.learner_name': '学员', 'cmi.credit': 'credit', 'cmi.mode': 'normal',
      'cmi.launch_data': given.launch_text, 'cmi.completion_threshold': '', 'cmi.scaled_passing_score': given.mastery === null ? '' : String(given.mastery),
      'cmi.max_time_allowed': '', 'cmi.time_limit_action': 'continue,no message',
      'cmi.score._children': 'scaled,raw,min,max', 'cmi.learner_preference._children': 'audio_level,language,delivery_speed,audio_captioning',
      'cmi.objectives._children': 'id,score,success_status,completion_status,progress_measure,description',
      'cmi.interactions._children': 'id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,latency,description',
      'cmi.comments_from_learner._children': 'comment,location,timestamp', 'cmi.comments_from_lms._children': 'comment,location,timestamp',
      'cmi.comments_from_lms._count': '0', 'adl.nav.request_valid.continue': 'false', 'adl.nav.request_valid.previous': 'false',
    }
const TOTAL = OLD ? 'cmi.core.total_time' : 'cmi.total_time'
const SESSION = OLD ? 'cmi.core.session_time' : 'cmi.session_time'
const EXIT = OLD ? 'cmi.core.exit' : 'cmi.exit'
const ENTRY = OLD ? 'cmi.core.entry' : 'cmi.entry'
const STATUS = OLD ? 'cmi.core.lesson_status' : 'cmi.completion_status'
const READ_ONLY = new Set([...Object.keys(FIXED), TOTAL, ENTRY])
const WRITE_ONLY = new Set([SESSION, EXIT])
const DEFAULTS = OLD
  ? { 'cmi.core.lesson_status': 'not attempted', 'cmi.core.total_time': '0000:00:00.00', 'cmi.student_preference.audio': '0', 'cmi.student_preference.speed': '0', 'cmi.student_preference.text': '0' }
  : { 'cmi.completion_status': 'unknown', 'cmi.success_status': 'unknown', 'cmi.total_time': 'PT0S', 'cmi.learner_preference.audio_level': '1', 'cmi.learner_preference.delivery_speed': '1', 'cmi.learner_preference.audio_captioning': '0', 'adl.nav.request': '_none_' }
/** Elements there are, and what they may hold: words, a number from–to, or any text up to a length. */
const SHAPES = OLD
  ? [
      [/^cmi\.core\.lesson_status$/, ['passed', 'completed', 'failed', 'incomplete', 'browsed', 'not attempted']],
      [/^cmi\.core\.exit$/, ['time-out', 'suspend', 'logout', '']],
      [/^cmi\.(core|objectives\.\d+)\.score\.(raw|min|max)$/, 0, 100],
      [/^cmi\.core\.session_time$/, /^\d{2,4}:[0-5]?\d:[0-5]?\d(\.\d{1,2})?$/],
      [/^cmi\.core\.lesson_location$/, 1000], [/^cmi\.suspend_data$/, 65536], [/^cmi\.comments$/, 4096],
      [/^cmi\.student_preference\.(audio|speed|text)$/, -100, 100], [/^cmi\.student_preference\.language$/, 255],
      [/^cmi\.objectives\.\d+\.id$/, 255], [/^cmi\.objectives\.\d+\.status$/, ['passed', 'completed', 'failed', 'incomplete', 'browsed', 'not attempted']],
      [/^cmi\.interactions\.\d+\.(id|time|type|weighting|student_response|result|latency)$/, 4096],
      [/^cmi\.interactions\.\d+\.objectives\.\d+\.id$/, 255], [/^cmi\.interactions\.\d+\.correct_responses\.\d+\.pattern$/, 4096],
    ]
  : [
      [/^cmi\.completion_status$/, ['completed', 'incomplete', 'not attempted', 'unknown']],
      [/^cmi\.success_status$/, ['passed', 'failed', 'unknown']],
      [/^cmi\.exit$/, ['time-out', 'suspend', 'logout', 'normal', '']],
      [/^cmi\.(objectives\.\d+\.)?score\.scaled$/, -1, 1], [/^cmi\.(objectives\.\d+\.)?score\.(raw|min|max)$/, -Infinity, Infinity],
      [/^cmi\.(objectives\.\d+\.)?progress_measure$/, 0, 1],
      [/^cmi\.session_time$/, /^P(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/],
      [/^cmi\.location$/, 1000], [/^cmi\.suspend_data$/, 64000], [/^adl\.nav\.request$/, 4000],
      [/^cmi\.learner_preference\.(audio_level|delivery_speed)$/, 0, Infinity], [/^cmi\.learner_preference\.language$/, 250],
      [/^cmi\.learner_preference\.audio_captioning$/, ['-1', '0', '1']],
      [/^cmi\.objectives\.\d+\.(id|description)$/, 4000], [/^cmi\.objectives\.\d+\.success_status$/, ['passed', 'failed', 'unknown']],
      [/^cmi\.objectives\.\d+\.completion_status$/, ['completed', 'incomplete', 'not attempted', 'unknown']],
      [/^cmi\.interactions\.\d+\.(id|type|timestamp|weighting|learner_response|result|latency|description)$/, 4000],
      [/^cmi\.interactions\.\d+\.objectives\.\d+\.id$/, 4000], [/^cmi\.interactions\.\d+\.correct_responses\.\d+\.pattern$/, 4000],
      [/^cmi\.comments_from_learner\.\d+\.(comment|location|timestamp)$/, 4000],
    ]
const CODES = OLD
  ? { began: 101, over: 101, early: 301, closed: 301, unknown: 401, fixed: 403, unread: 404, type: 405, range: 405, order: 201, empty: 0, no_count: 203 }
  : { began: 103, over: 104, early: 122, closed: 123, unknown: 401, fixed: 404, unread: 405, type: 406, range: 407, order: 351, empty: 403, no_count: 301 }
const WORDS = {
  0: 'No error', 101: 'General exception', 103: 'Already initialized', 104: 'Content instance terminated', 112: 'Termination before initialization',
  113: 'Termination after termination', 122: 'Retrieve data before initialization', 123: 'Retrieve data after termination', 132: 'Store data before initialization',
  133: 'Store data after termination', 142: 'Commit before initialization', 143: 'Commit after termination', 201: 'Invalid argument', 203: 'Element cannot have a count',
  301: OLD ? 'Not initialized' : 'General get failure', 351: 'General set failure', 401: OLD ? 'Not implemented' : 'Undefined data model element',
  403: OLD ? 'Element is read only' : 'Value not initialized', 404: OLD ? 'Element is write only' : 'Element is read only',
  405: OLD ? 'Incorrect data type' : 'Element is write only', 406: 'Type mismatch', 407: 'Value out of range',
}

function fail(code, answer) {
  error = code
  return answer
}

function tell(kind) {
  const elements = changed
  changed = {}
  Object.assign(carried, elements)
  if (window.name.startsWith(NOTE)) window.name = NOTE + JSON.stringify({ launch: given.launch, part: given.part, elements: carried })
  window.top.postMessage({ from: 'shouwang-package', kind, launch: given.launch, part: given.part, elements }, given.app)
}

function begin() {
  if (state !== 'idle') return fail(state === 'open' ? CODES.began : CODES.over, 'false')
  state = 'open'
  const exit = values[EXIT]
  values[ENTRY] = Object.keys(given.elements).length === 0 && Object.keys(carried).length === 0 ? 'ab-initio' : exit === 'suspend' ? 'resume' : ''
  delete values[EXIT]
  tell('begun')
  return fail(0, 'true')
}

function end() {
  if (state !== 'open') return fail(OLD ? 301 : state === 'idle' ? 112 : 113, 'false')
  if (OLD && ['', 'not attempted'].includes(values[STATUS] || '')) put(STATUS, 'completed')
  put(TOTAL, addTimes(values[TOTAL] || DEFAULTS[TOTAL], values[SESSION] || clockTime((Date.now() - started) / 1000)))
  delete values[SESSION]
  state = 'over'
  tell('ended')
  return fail(0, 'true')
}

function commit() {
  if (state !== 'open') return fail(OLD ? 301 : state === 'idle' ? 142 : 143, 'false')
  tell('told')
  return fail(0, 'true')
}

function get(name) {
  name = String(name)
  if (state !== 'open') return fail(state === 'idle' ? CODES.early : CODES.closed, '')
  if (name in FIXED) return fail(0, FIXED[name])
  if (name.endsWith('._count')) return isKnownList(name) ? fail(0, String(countOf(name.slice(0, -7)))) : fail(CODES.no_count, '')
  if (WRITE_ONLY.has(name) || (OLD && /^cmi\.interactions\./.test(name))) return fail(CODES.unread, '')
  if (name in values) return fail(0, values[name])
  if (name in DEFAULTS) return fail(0, DEFAULTS[name])
  if (name === ENTRY || shapeOf(name)) return fail(OLD ? 0 : CODES.empty, '')
  return fail(CODES.unknown, '')
}

function set(name, value) {
  name = String(name)
  value = value === null || value === undefined ? '' : String(value)
  if (state !== 'open') return fail(OLD ? 301 : state === 'idle' ? 132 : 133, 'false')
  if (READ_ONLY.has(name) || name.endsWith('._count') || name.endsWith('._children')) return fail(CODES.fixed, 'false')
  const shape = shapeOf(name)
  if (!shape) return fail(CODES.unknown, 'false')
  if (!isInOrder(name)) return fail(CODES.order, 'false')
  const wrong = complaint(shape, value)
  if (wrong) return fail(wrong, 'false')
  put(name, value)
  return fail(0, 'true')
}

function put(name, value) {
  values[name] = value
  changed[name] = value
}

function shapeOf(name) {
  return SHAPES.find(([pattern]) => pattern.test(name))
}

function complaint([, rule, most], value) {
  if (Array.isArray(rule)) return rule.includes(value) ? 0 : CODES.type
  if (rule instanceof RegExp) return rule.test(value) ? 0 : CODES.type
  if (most === undefined) return value.length > rule ? CODES.type : 0
  if (!/^[+-]?\d+(\.\d+)?$/.test(value)) return value === '' && OLD ? 0 : CODES.type
  return Number(value) < rule || Number(value) > most ? CODES.range : 0
}

/** Lists are filled without gaps. */
function isInOrder(name) {
  const pattern = /\.(\d+)(?=\.)/g
  for (let found = pattern.exec(name); found; found = pattern.exec(name)) {
    if (Number(found[1]) > countOf(name.slice(0, found.index))) return false
  }
  return true
}

function countOf(list) {
  let count = 0
  for (const name in values) {
    if (name.startsWith(list + '.')) count = Math.max(count, Number.parseInt(name.slice(list.length + 1), 10) + 1 || 0)
  }
  return count
}

function isKnownList(name) {
  return /^cmi\.(objectives|interactions|comments_from_learner|interactions\.\d+\.(objectives|correct_responses))\._count$/.test(name)
}

function clockTime(seconds) {
  return OLD ? '00:' + [Math.floor(seconds / 60) % 60, Math.floor(seconds % 60)].map((part) => String(part).padStart(2, '0')).join(':') : 'PT' + Math.floor(seconds) + 'S'
}

function secondsOf(time) {
  if (OLD) {
    const [hours, minutes, seconds] = time.split(':').map(Number)
    return hours * 3600 + minutes * 60 + seconds || 0
  }
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(time) || []
  const [, , , days, hours, minutes, seconds] = found.map((part) => Number(part) || 0)
  return (days || 0) * 86400 + (hours || 0) * 3600 + (minutes || 0) * 60 + (seconds || 0)
}

function addTimes(one, other) {
  const total = Math.round((secondsOf(one) + secondsOf(other)) * 100) / 100
  if (!OLD) return 'PT' + total + 'S'
  const pad = (value, width) => String(value).padStart(width, '0')
  return pad(Math.floor(total / 3600), 4) + ':' + pad(Math.floor(total / 60) % 60, 2) + ':' + pad((total % 60).toFixed(2), 5)
}

Object.assign(values, given.elements)
if (window.name.startsWith(NOTE)) {
  try {
    const note = JSON.parse(window.name.slice(NOTE.length) || '{}')
    if (note.launch === given.launch && note.part === given.part) carried = note.elements
  } catch {
    carried = {} // somebody else's note
  }
  Object.assign(values, carried)
}

const text = (code) => WORDS[Number(code)] || ''
const last = () => String(error)
if (OLD) {
  window.API = {
    LMSInitialize: begin, LMSFinish: end, LMSGetValue: get, LMSSetValue: set, LMSCommit: commit,
    LMSGetLastError: last, LMSGetErrorString: text, LMSGetDiagnostic: text,
  }
} else {
  window.API_1484_11 = {
    Initialize: begin, Terminate: end, GetValue: get, SetValue: set, Commit: commit, GetLastError: last, GetErrorString: text, GetDiagnostic: text,
    version: '1.0',
  }
}
window.top.postMessage({ from: 'shouwang-package', kind: 'loaded', launch: given.launch, part: given.part, elements: {} }, given.app)
window.addEventListener('pagehide', () => {
  if (Object.keys(changed).length) tell('told')
})
