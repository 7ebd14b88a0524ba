using System.Text;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Audit;

/// <summary>
/// What happened to the gateway and is not stored yet; the same is counted, not repeated. What anybody outside can cause is kept apart from what only
/// an operator or the machine can, so that a flood of the one hides nothing of the other. Thread-safe; never waits.
/// </summary>
internal sealed class AuditTrail(TimeProvider time)
{
    /// <summary>How many different notes wait, of outsiders and of the gateway's own; further ones are counted by subject and outcome alone.</summary>
    public const int MaximumNotes = 256;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<AuditNote, AuditTally> _outside = [];
    private readonly OrderedDictionary<AuditNote, AuditTally> _own = [];

    /// <summary>Whether anybody who reaches a port can cause it.</summary>
    public static bool IsOfOutsiders(AuditSubject subject) => subject is AuditSubject.Connection or AuditSubject.Publish;

    /// <summary>Notes what happened.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="actor">Who did it; where that is no valid id, as a client's may be, it stays out.</param>
    /// <param name="text">What happened, made one line where it is none.</param>
    public void Note(AuditSubject subject, AuditOutcome outcome, string actor, string text)
    {
        string who = Identifier.IsValid(actor.AsSpan()) ? actor : "";
        Add(new AuditTally(new AuditNote(subject, outcome, who, LineOf(text)), 1, Utc.Nanoseconds(time)));
    }

    /// <summary>Takes back what could not be stored.</summary>
    public void PutBack(AuditTally tally) => Add(tally);

    /// <summary>Takes the note that waits for longest; false when there is none.</summary>
    /// <param name="ofOutsiders">Of which of the two.</param>
    /// <param name="tally">The note.</param>
    public bool TryTake(bool ofOutsiders, out AuditTally tally)
    {
        OrderedDictionary<AuditNote, AuditTally> notes = ofOutsiders ? _outside : _own;
        lock (_gate)
        {
            tally = default;
            if (notes.Count == 0)
            {
                return false;
            }

            tally = notes.GetAt(0).Value;
            notes.RemoveAt(0);
            return true;
        }
    }

    private void Add(in AuditTally tally)
    {
        OrderedDictionary<AuditNote, AuditTally> notes = IsOfOutsiders(tally.Note.Subject) ? _outside : _own;
        lock (_gate)
        {
            AuditNote note = notes.Count < MaximumNotes || notes.ContainsKey(tally.Note)
                ? tally.Note
                : tally.Note with { Actor = "", Text = "more of this at once than are told apart" };
            notes[note] = notes.TryGetValue(note, out AuditTally earlier)
                ? new AuditTally(note, (uint)Math.Min(uint.MaxValue, (ulong)earlier.Count + tally.Count), Math.Min(earlier.SinceUtcNanoseconds, tally.SinceUtcNanoseconds))
                : tally with { Note = note };
        }
    }

    // Reasons hold what clients and certificates say of themselves.
    private static string LineOf(string text)
    {
        string line = text.AsSpan().IndexOfAnyInRange('\0', '\u001F') < 0 && text.AsSpan().IndexOfAnyInRange('\u007F', '\u009F') < 0
            ? text
            : string.Create(text.Length, text, static (line, text) =>
            {
                for (int index = 0; index < line.Length; index++)
                {
                    line[index] = char.IsControl(text[index]) ? ' ' : text[index];
                }
            });
        if (Encoding.UTF8.GetMaxByteCount(line.Length) <= AuditEntry.MaximumTextLength || Encoding.UTF8.GetByteCount(line) <= AuditEntry.MaximumTextLength)
        {
            return line;
        }

        int length = 0;
        int bytes = 0;
        foreach (Rune rune in line.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > AuditEntry.MaximumTextLength)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return line[..length];
    }
}
