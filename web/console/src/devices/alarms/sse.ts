export interface StreamEvent {
  id: string
  name: string
  data: string
}

/** Takes a stream's pieces wherever they were cut; gives the events that are whole. */
export function eventReader(): (piece: string) => StreamEvent[] {
  let rest = ''
  return (piece) => {
    const blocks = (rest + piece).replace(/\r\n/g, '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    return blocks.map(read).filter((event) => event.data !== '')
  }
}

function read(block: string): StreamEvent {
  const event: StreamEvent = { id: '', name: 'message', data: '' }
  for (const line of block.split('\n')) {
    const [field, ...words] = line.split(':')
    const value = words.join(':').replace(/^ /, '')
    if (field === 'id') event.id = value
    else if (field === 'event') event.name = value
    else if (field === 'data') event.data += (event.data && '\n') + value
  }
  return event
}
