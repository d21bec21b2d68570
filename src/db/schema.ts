import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'

/** An instant as ISO 8601 text in UTC with milliseconds. */
type Instant = string
/** jsonb: read as a value, written as JSON text. */
type Json<Value extends object> = JSONColumnType<Value, string, string>
type Level = 'high' | 'medium' | 'low'

/** A machine's snapshot as it is stored. */
export type Snapshot = { value: string | Record<string, unknown>; context: Record<string, unknown> }

/** Newborn things in a history row, by key, with the deadlines that they opened at birth. */
export type Born = Record<
  string,
  { machine: string; version: number; deadlines: { name: string; at: string }[] } & Snapshot
>

/** Who acted: a person in one of its roles, or the clock. `behalf` is the stored reason of an act done for a school. */
export type StoredActor = { person: string | null; role: string; behalf?: { id: string; sha256: string } }

/** The tables of `migrations/`, as rows are read and written. */
export type Schema = {
  root: { id: string; kind: string; parent: string | null; n: number; head: string; stand: Json<object> | null }
  thing: {
    root: string
    key: string
    machine: string
    version: number
    value: ColumnType<Snapshot['value'], string, string>
    context: Json<Snapshot['context']>
    touched: number
  }
  history: {
    root: string
    n: number
    key: string
    machine: string
    version: number
    actor: Json<StoredActor>
    at: Instant
    event: Json<{ type: string } & Record<string, unknown>>
    before: Json<Snapshot> | null
    after: Json<Snapshot>
    born: Json<Born> | null
    prev: string
    hash: string
  }
  deadline: { root: string; key: string; name: string; due_at: Instant }
  reason: {
    id: string
    root: string
    author: string | null
    at: Instant
    salt: string
    body: string | null
    sha256: string
  }
  first_answer: { person: string; key: string; body_sha256: string; answer: Json<object>; kept_until: Instant }
  clock: { one: Generated<boolean>; mode: 'real' | 'offset' | 'stepped'; offset_ms: number; stepped_to: Instant | null }
  installation: { one: Generated<boolean>; demo: boolean }
  school: {
    id: string
    name: string
    region: string
    municipality: string
    zone: string
    locality: 'city' | 'town' | 'village'
    students: number
    week: 5 | 6
    risk_profile: Json<Record<string, Level>> | null
    version: Generated<number>
  }
  person: {
    id: string
    name: string | null
    email: string | null
    phone: string | null
    lang: Generated<'ru' | 'en'>
    zone: string
    erased_at: Instant | null
    address_since: Generated<Instant | null>
  }
  member: { person: string; school: string; role: 'head' | 'schoolCoordinator' | 'helper' }
  curator: { person: string; school: string }
  workplace: { person: string; school: string }
  coordinator: {
    person: string
    level: 'municipal' | 'regional' | 'federal'
    region: string | null
    municipality: string | null
  }
  link: {
    id: string
    token_sha256: string
    person: string
    purpose: 'signIn' | 'invitation'
    made_at: Instant
    expires_at: Instant
    used_at: Instant | null
  }
  password: { person: string; hash: string; changed_at: Instant }
  session: { id_sha256: string; person: string; made_at: Instant; seen_at: Instant; expires_at: Instant }
  sign_in_attempt: {
    id: string
    kind: 'letter' | 'link' | 'password' | 'token'
    account_sha256: string
    address_sha256: string
    at: Instant
    succeeded: boolean
  }
  program_token: {
    id: string
    person: string
    name: string
    token_sha256: string
    access: 'read' | 'write'
    partnership: string | null
    school: string | null
    form_key: string
    made_at: Instant
    expires_at: Instant
    used_at: Instant | null
  }
  seat_school: { root: string; seat: number; school: string }
  blob: { sha256: string; bytes: number; type: string; locked: Generated<boolean>; erased_at: Instant | null }
  programme: {
    id: string
    root: string
    seat: number
    title: string
    factors: Json<number[]>
    n: number
    removed_at: Instant | null
    version: Generated<number>
  }
  programme_version: {
    programme: string
    version: number
    title: string
    factors: Json<number[]>
    removed: Generated<boolean>
    at: Instant
    author: string
    reason: string | null
    behalf: string | null
  }
  chosen_factors: { root: string; seat: number; factors: Json<number[]>; version: number }
  chosen_factors_version: {
    root: string
    seat: number
    version: number
    factors: Json<number[]>
    at: Instant
    author: string
    behalf: string | null
  }
  privacy_word: { root: string; seat: number; at: Instant; author: string; behalf: string | null }
  document: {
    id: string
    root: string
    seat: number
    slot: string
    version: number
    sha256: string
    filename: string
    at: Instant
    author: string
    reason: string | null
    behalf: string | null
    n: Generated<number>
    removed_at: Instant | null
  }
  document_flag: { document: string; at: Instant; author: string; reason: string }
  document_download: { id: string; document: string; at: Instant; person: string }
  answer: {
    root: string
    assignment: string
    form: string
    question: string
    version: number
    score: '0' | '1' | '2' | '3' | 'notApplicable' | null
    body: string
    scored_document: string | null
    at: Instant
    author: string
  }
  answer_version: {
    id: string
    root: string
    assignment: string
    form: string
    question: string
    version: number
    fate: 'kept' | 'outrun' | 'late'
    score: Schema['answer']['score']
    body: string | null
    salt: string
    sha256: string
    scored_document: string | null
    at: Instant
    author: string
    client: string | null
    settled_at: Instant | null
  }
  blanking: { kind: string; target: string; root: string; at: Instant; author: string; reason: string }
  flag_lift: {
    id: string
    document: string
    flagged_at: Instant
    flagged_by: string
    flagged_for: string
    at: Instant
    author: string
    reason: string
  }
  file_erasure: { sha256: string; root: string; at: Instant; author: string; reason: string }
  erasure_request: { person: string; at: Instant }
  person_erasure: { person: string; at: Instant; author: string }
  recommendation: { id: string; root: string; assignment: string; place: number; note: string | null }
  recommendation_version: {
    id: string
    recommendation: string
    part: 'item' | 'answer' | 'dispute'
    version: number
    fate: 'kept' | 'outrun' | 'late'
    said: Json<Record<string, string | number | boolean | null>>
    body: string | null
    salt: string
    sha256: string
    at: Instant
    author: string
    client: string | null
    settled_at: Instant | null
  }
  minutes_version: {
    id: string
    root: string
    version: number
    fate: 'kept' | 'outrun' | 'late'
    body: string | null
    salt: string
    sha256: string
    at: Instant
    author: string
    seat: number
    behalf: string | null
    client: string
  }
  question: {
    id: string
    root: string
    document: string
    n: Generated<number>
    body: string | null
    salt: string
    sha256: string
    at: Instant
    author: string
    role: string
    seat: number | null
    client: string
  }
  reply: {
    id: string
    question: string
    n: Generated<number>
    body: string | null
    salt: string
    sha256: string
    at: Instant
    author: string
    role: string
    seat: number | null
    client: string
  }
  file_proof: {
    root: string
    seat: number
    version: number
    placed_on: string | null
    link: string | null
    note: string | null
    number: string | null
    at: Instant
    author: string
    behalf: string | null
  }
  file_attachment: {
    id: string
    root: string
    seat: number
    slot: 'screenshot' | 'scan'
    version: number
    sha256: string
    filename: string
    at: Instant
    author: string
    behalf: string | null
  }
  final_file: {
    id: string
    root: string
    seat: number
    content_sha256: string
    sha256: string
    lang: 'ru' | 'en'
    proof: number | null
    screenshot: string | null
    scan: string | null
    at: Instant
    author: string
  }
  medk_mark: { file: string; seen_on: string; at: Instant; author: string; behalf: string | null }
  partnership_stand: {
    root: string
    cycle: string
    value: string
    seats: number
    first_due: Instant | null
    waiting: number
    held_since: Instant | null
    held: number
    files: number
    gone: Json<number[]>
    settled: Json<number[]>
    filed: Json<number[]>
    late: Json<number[]>
    left_behind: boolean
  }
  repair_request: {
    id: string
    root: string
    at: Instant
    author: string
    reason: string
    settled_at: Instant | null
    settled_by: string | null
    answer: string | null
  }
  letter: {
    id: string
    person: string
    class: 'asked' | 'urgent' | 'ordinary'
    state: 'handing' | 'waiting' | 'sent' | 'failed' | 'dropped'
    lang: 'ru' | 'en'
    message_id: string
    subject: string | null
    body: string | null
    made_at: Instant
    local_day: string
    attempts: Generated<number>
    first_attempt_at: Instant | null
    next_attempt_at: Instant | null
    leased_until: Instant | null
    sent_at: Instant | null
    answer: string | null
  }
  letter_entry: {
    id: Generated<number>
    root: string
    key: string
    kind: string
    step: number
    role: string
    seat: number
    school: string | null
    person: string | null
    generation: number
    class: Schema['letter']['class']
    deadline: Instant | null
    opened_at: Instant
    send_at: Instant
    detail: Json<Record<string, unknown>>
    state: 'due' | 'sent' | 'skipped' | 'failed' | 'cancelled'
    reason: string | null
    by_person: string | null
    ended_at: Instant | null
    letter: string | null
    goes_at: GeneratedAlways<Instant | null>
  }
  letter_attempt: {
    letter: string
    n: number
    at: Instant
    outcome: 'sent' | 'deferred' | 'refused' | 'lost'
    code: number | null
    answer: string | null
  }
  letter_bounce: {
    id: string
    letter: string
    at: Instant
    source: 'mailbox' | 'webhook'
    permanent: boolean
    status: string | null
    says: string | null
  }
  bounce_mailbox: {
    one: Generated<boolean>
    leased_until: Instant | null
    looked_at: Instant | null
    uid_validity: number | null
    left_uids: Generated<number[]>
  }
  address_fault: { person: string; since: Instant; letter: string | null; status: string | null; says: string | null }
  letter_mute: { person: string; kind: string; at: Instant }
  letter_template: {
    kind: string
    lang: 'ru' | 'en'
    version: number
    subject: string
    body: string
    at: Instant
    author: string
  }
  mail_channel: {
    one: Generated<boolean>
    rests_until: Instant | null
    faults: number
    says: string | null
    last_sent_at: Instant | null
  }
  mail_domain: { domain: string; window_from: Instant; handed: number }
  seal: { day: string; at: Instant; roots: number; merkle: string; prev: string; hash: string }
  seal_head: { root: string; day: string; n: number }
  pairing_table: { cycle: string; revision: Generated<number>; settings: Json<object> | null }
  enrolled_school: { cycle: string; school: string; at: Instant; author: string }
  pairing_wish: {
    id: string
    cycle: string
    kind: 'lock' | 'ban' | 'conflict'
    a: string
    b: string
    c: string | null
    revision: number
    at: Instant
    author: string
    reason: string | null
    lifted_at: Instant | null
    lifted_by: string | null
  }
  pairing_proposal: {
    cycle: string
    version: number
    revision: number
    born: number
    how: 'solved' | 'exchanged'
    made_at: Instant
    author: string
    schools: number
    seconds: number
    check_seconds: number
    rounds: number
    total: number
    bound: number
    optimal: boolean
    objections: Json<string[]>
    fairness: Json<object>
    certificate: Json<object> | null
    base: number
    published_at: Instant | null
  }
  proposed_group: {
    cycle: string
    version: number
    place: number
    members: string[]
    weight: number
    sides: Json<object[]>
    locked: boolean
    same_region: boolean
  }
  pairing_run: {
    id: string
    cycle: string
    revision: number
    at: Instant
    author: string
    state: 'running' | 'proposed' | 'impossible' | 'cancelled' | 'failed'
    stage: 'candidates' | 'matching' | 'checking'
    left_over: number
    schools: number
    alive_at: Instant
    cancel_asked: Generated<boolean>
    says: Json<object[]> | null
  }
}
