using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace EdgeAI.Records.Proof;

/// <summary>The body of an audit entry: what happened to the gateway itself (RECORDS.md, "Audit entry").</summary>
public readonly ref struct AuditEntry
{
    /// <summary>The longest text in bytes.</summary>
    public const int MaximumTextLength = 1024;

    /// <summary>The longest body in bytes.</summary>
    public const int MaximumLength = ActorOffset + Identifier.MaximumLength + TextLengthLength + MaximumTextLength;

    private const byte BodyVersion = 1;
    private const int SubjectOffset = 1;
    private const int OutcomeOffset = 2;
    private const int ActorLengthOffset = 3;
    private const int CountOffset = 4;
    private const int SinceOffset = 8;
    private const int ActorOffset = 16;
    private const int TextLengthLength = 2;

    /// <summary>What it is about.</summary>
    public required AuditSubject Subject { get; init; }

    /// <summary>How it ended.</summary>
    public required AuditOutcome Outcome { get; init; }

    /// <summary>How often the same happened between since and when the record was made, 1 or more.</summary>
    public required uint Count { get; init; }

    /// <summary>The first time: UTC nanoseconds on the gateway's clock.</summary>
    public required long SinceUtcNanoseconds { get; init; }

    /// <summary>Who did it, an id in ASCII (<see cref="Identifier"/>); empty for the gateway itself.</summary>
    public ReadOnlySpan<byte> Actor { get; init; }

    /// <summary>What happened: one line of UTF-8 without control characters, 1 to <see cref="MaximumTextLength"/> bytes.</summary>
    public required ReadOnlySpan<byte> Text { get; init; }

    /// <summary>The actor's id as text. Allocates.</summary>
    public string ActorName => Encoding.ASCII.GetString(Actor);

    /// <summary>What happened, as text. Allocates.</summary>
    public string Words => Encoding.UTF8.GetString(Text);

    /// <summary>The body's length in bytes.</summary>
    public int EncodedLength => ActorOffset + Actor.Length + TextLengthLength + Text.Length;

    /// <summary>Reads a body; false when the bytes are none. What is read points into them.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out AuditEntry entry)
    {
        entry = default;
        if (body.Length < ActorOffset || body[0] != BodyVersion)
        {
            return false;
        }

        int textLengthOffset = ActorOffset + body[ActorLengthOffset];
        int textOffset = textLengthOffset + TextLengthLength;
        if (body.Length < textOffset || BinaryPrimitives.ReadUInt16LittleEndian(body[textLengthOffset..]) != body.Length - textOffset)
        {
            return false;
        }

        AuditEntry read = new()
        {
            Subject = (AuditSubject)body[SubjectOffset],
            Outcome = (AuditOutcome)body[OutcomeOffset],
            Count = BinaryPrimitives.ReadUInt32LittleEndian(body[CountOffset..]),
            SinceUtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(body[SinceOffset..]),
            Actor = body[ActorOffset..textLengthOffset],
            Text = body[textOffset..],
        };
        if (!read.IsValid)
        {
            return false;
        }

        entry = read;
        return true;
    }

    /// <summary>Writes the body; the number of bytes written, <see cref="EncodedLength"/>.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <exception cref="InvalidOperationException">It says what no entry can be: an unknown subject or outcome, count 0, an invalid actor, a text that is empty, too long or no single line.</exception>
    public int Write(Span<byte> destination)
    {
        if (!IsValid)
        {
            throw new InvalidOperationException($"{Subject} {Outcome}, {Count} times, with {Text.Length} bytes of text is no audit entry: a known subject and outcome, a count of 1 or more, a valid actor or none and one line of 1 to {MaximumTextLength} bytes are needed");
        }

        destination[0] = BodyVersion;
        destination[SubjectOffset] = (byte)Subject;
        destination[OutcomeOffset] = (byte)Outcome;
        destination[ActorLengthOffset] = (byte)Actor.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[CountOffset..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(destination[SinceOffset..], SinceUtcNanoseconds);
        Actor.CopyTo(destination[ActorOffset..]);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[(ActorOffset + Actor.Length)..], (ushort)Text.Length);
        Text.CopyTo(destination[(ActorOffset + Actor.Length + TextLengthLength)..]);
        return EncodedLength;
    }

    private bool IsValid => Subject is >= AuditSubject.Gateway and <= AuditSubject.Chain
        && Outcome is >= AuditOutcome.Done and <= AuditOutcome.Failed
        && Count > 0
        && (Actor.IsEmpty || Identifier.IsValid(Actor))
        && Text.Length is > 0 and <= MaximumTextLength
        && IsOneLine(Text);

    // Control characters are U+0000 to U+001F and U+007F to U+009F; the latter half begins with 0xC2 in UTF-8.
    private static bool IsOneLine(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text) || text.ContainsAnyInRange((byte)0, (byte)0x1F) || text.Contains((byte)0x7F))
        {
            return false;
        }

        for (int index = text.IndexOf((byte)0xC2); index >= 0;)
        {
            if (text[index + 1] < 0xA0)
            {
                return false;
            }

            int next = text[(index + 1)..].IndexOf((byte)0xC2);
            index = next < 0 ? -1 : index + 1 + next;
        }

        return true;
    }
}
