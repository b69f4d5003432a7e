/** Shapes on the wire of exams, by the names these screens use; they come from the server's OpenAPI document. */
import type { components } from '@shouwang/shared/api-types'

type Wire = components['schemas']

export type Named = Wire['ExamNamed']
export type ExamSession = Wire['ExamSession']
export type Attempt = Wire['ExamAttempt']
export type Candidate = Wire['ExamCandidate']
export type AttemptCourse = Wire['ExamAttemptCourse']
export type Sheet = Wire['AttemptSheet']
