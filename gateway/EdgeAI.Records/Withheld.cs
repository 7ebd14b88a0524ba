using System.Buffers.Binary;
using System.Text;

namespace EdgeAI.Records;

/// <summary>
/// The body of a withheld report: frames of one stream that the gateway acknowledged and that one rule of its policy did not let into
/// the spool as they were (RECORDS.md, "Withheld").
/// </summary>
public readonly ref struct Withheld
{
    /// <summary>The longest body in bytes.</summary>
    public const int MaximumLength = RobotOffset + Identifier.MaximumLength;

    private const byte BodyVersion = 1;
    private const int RuleOffset = 1;
    private const int BoardOffset = 2;
    private const int StreamOffset = 4;
    private const int HandlingOffset = 5;
    private const int RobotLengthOffset = 6;
    private const int RobotBootOffset = 8;
    private const int RevisionOffset = 12;
    private const int CountOffset = 16;
    private const int EarliestOffset = 24;
    private const int LatestOffset = 32;
    private const int RobotOffset = 40;

    /// <summary>The rule.</summary>
    public required WithheldRule Rule { get; init; }

    /// <summary>The board.</summary>
    public required ushort Board { get; init; }

    /// <summary>The board's stream.</summary>
    public required byte Stream { get; init; }

    /// <summary>The stream's handling (<see cref="Records.Handling"/>).</summary>
    public required byte Handling { get; init; }

    /// <summary>The robot's boot; 0 for frames that were published raw.</summary>
    public required uint RobotBoot { get; init; }

    /// <summary>The policy's revision; 0 for the gateway's built-in one.</summary>
    public required uint PolicyRevision { get; init; }

    /// <summary>How many frames, 1 or more.</summary>
    public required long Count { get; init; }

    /// <summary>The earliest stamp among them: nanoseconds since 1970-01-01T00:00:00 UTC.</summary>
    public required long EarliestUtcNanoseconds { get; init; }

    /// <summary>The latest stamp among them: nanoseconds since 1970-01-01T00:00:00 UTC.</summary>
    public required long LatestUtcNanoseconds { get; init; }

    /// <summary>The robot's id, ASCII (<see cref="Identifier"/>).</summary>
    public required ReadOnlySpan<byte> Robot { get; init; }

    /// <summary>The robot's id as text. Allocates.</summary>
    public string RobotName => Encoding.ASCII.GetString(Robot);

    /// <summary>The body's length in bytes.</summary>
    public int EncodedLength => RobotOffset + Robot.Length;

    /// <summary>Reads a body; false when the bytes are none. What is read points into them.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Withheld withheld)
    {
        withheld = default;
        if (body.Length < RobotOffset || body[0] != BodyVersion || BinaryPrimitives.ReadUInt16LittleEndian(body[RobotLengthOffset..]) != body.Length - RobotOffset)
        {
            return false;
        }

        Withheld read = new()
        {
            Rule = (WithheldRule)body[RuleOffset],
            Board = BinaryPrimitives.ReadUInt16LittleEndian(body[BoardOffset..]),
            Stream = body[StreamOffset],
            Handling = body[HandlingOffset],
            RobotBoot = BinaryPrimitives.ReadUInt32LittleEndian(body[RobotBootOffset..]),
            PolicyRevision = BinaryPrimitives.ReadUInt32LittleEndian(body[RevisionOffset..]),
            Count = BinaryPrimitives.ReadInt64LittleEndian(body[CountOffset..]),
            EarliestUtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(body[EarliestOffset..]),
            LatestUtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(body[LatestOffset..]),
            Robot = body[RobotOffset..],
        };
        if (!read.IsValid)
        {
            return false;
        }

        withheld = read;
        return true;
    }

    /// <summary>Writes the body; the number of bytes written, <see cref="EncodedLength"/>.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <exception cref="InvalidOperationException">It says what no report can be: an unknown rule or handling, count 0, an invalid robot, stamps out of order.</exception>
    public int Write(Span<byte> destination)
    {
        if (!IsValid)
        {
            throw new InvalidOperationException($"{Count} frames withheld by rule {Rule} of revision {PolicyRevision} is no report: a known rule and handling, a count of 1 or more, a valid robot id and stamps in order are needed");
        }

        destination[0] = BodyVersion;
        destination[RuleOffset] = (byte)Rule;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[BoardOffset..], Board);
        destination[StreamOffset] = Stream;
        destination[HandlingOffset] = Handling;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[RobotLengthOffset..], (ushort)Robot.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[RobotBootOffset..], RobotBoot);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[RevisionOffset..], PolicyRevision);
        BinaryPrimitives.WriteInt64LittleEndian(destination[CountOffset..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(destination[EarliestOffset..], EarliestUtcNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(destination[LatestOffset..], LatestUtcNanoseconds);
        Robot.CopyTo(destination[RobotOffset..]);
        return EncodedLength;
    }

    private bool IsValid => Rule is >= WithheldRule.DoesNotLeave and <= WithheldRule.Geofence
        && Records.Handling.IsValid(Handling)
        && Count > 0
        && EarliestUtcNanoseconds <= LatestUtcNanoseconds
        && Identifier.IsValid(Robot);
}
