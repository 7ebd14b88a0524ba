using System.Buffers.Binary;
using System.Text;
using static EdgeAI.Records.CommandResultLayout;

namespace EdgeAI.Records;

/// <summary>A result that was judged whole; its texts and detail are slices of the body. Never throws, allocates nothing until a name is asked for.</summary>
public readonly ref struct CommandResultReader
{
    /// <summary>The most bytes of detail.</summary>
    public const int MaximumDetail = 1024;

    /// <summary>The longest body of a record of kind 5, in bytes.</summary>
    public const int MaximumBodyLength = HeaderLength + (3 * Identifier.MaximumLength) + MaximumDetail;

    private readonly ReadOnlySpan<byte> _body;
    private readonly int _targetOffset;
    private readonly int _nameOffset;
    private readonly int _detailOffset;

    private CommandResultReader(ReadOnlySpan<byte> body)
    {
        _body = body;
        _targetOffset = HeaderLength + body[IssuerLengthOffset];
        _nameOffset = _targetOffset + body[TargetLengthOffset];
        _detailOffset = _nameOffset + body[NameLengthOffset];
    }

    /// <summary>The body, as a record of kind 5 carries it.</summary>
    public ReadOnlySpan<byte> Body => _body;

    /// <summary>How far the command has come.</summary>
    public CommandState State => (CommandState)_body[StateOffset];

    /// <summary>Why; may be a number that this reader does not know.</summary>
    public CommandReason Reason => (CommandReason)BinaryPrimitives.ReadUInt16LittleEndian(_body[ReasonOffset..]);

    /// <summary>The command's name.</summary>
    public CommandId Id => CommandId.Read(_body[IdOffset..]);

    /// <summary>When the state was reached, UTC nanoseconds on the reporter's clock.</summary>
    public long AtUtcNanoseconds => BinaryPrimitives.ReadInt64LittleEndian(_body[AtOffset..]);

    /// <summary>The command's board; <see cref="CommandReader.NoBoard"/> for the target itself.</summary>
    public ushort Board => BinaryPrimitives.ReadUInt16LittleEndian(_body[BoardOffset..]);

    /// <summary>Who says it.</summary>
    public CommandReporter Reporter => (CommandReporter)_body[ReporterOffset];

    /// <summary>The command's issuer, ASCII.</summary>
    public ReadOnlySpan<byte> Issuer => _body[HeaderLength.._targetOffset];

    /// <summary>The command's target, ASCII.</summary>
    public ReadOnlySpan<byte> Target => _body[_targetOffset.._nameOffset];

    /// <summary>The command, ASCII.</summary>
    public ReadOnlySpan<byte> Name => _body[_nameOffset.._detailOffset];

    /// <summary>What the command answers with, or words about a failure.</summary>
    public ReadOnlySpan<byte> Detail => _body[_detailOffset..];

    /// <summary>The target as text.</summary>
    public string TargetText => Encoding.ASCII.GetString(Target);

    /// <summary>Opens a robot's result message, or names why it is none.</summary>
    public static CommandResultRejection OpenMessage(ReadOnlySpan<byte> payload, out CommandResultReader result)
    {
        result = default;
        if (payload.Length < MessageHeaderLength + MinimumBodyLength + ChecksumLength)
        {
            return CommandResultRejection.TooShort;
        }

        if (payload.Length > MessageHeaderLength + MaximumBodyLength + ChecksumLength)
        {
            return CommandResultRejection.TooLong;
        }

        if (payload[0] != Kind)
        {
            return CommandResultRejection.WrongKind;
        }

        if (payload[1] != FormatVersion)
        {
            return CommandResultRejection.UnknownVersion;
        }

        if (Crc32C.Compute(payload[..^ChecksumLength]) != BinaryPrimitives.ReadUInt32LittleEndian(payload[^ChecksumLength..]))
        {
            return CommandResultRejection.Checksum;
        }

        return payload[2] != 0 || payload[3] != 0
            ? CommandResultRejection.WrongKind
            : OpenBody(payload[MessageHeaderLength..^ChecksumLength], out result);
    }

    /// <summary>Opens the body of a record of kind 5, or names why it is none.</summary>
    public static CommandResultRejection OpenBody(ReadOnlySpan<byte> body, out CommandResultReader result)
    {
        result = default;
        if (body.Length is < MinimumBodyLength or > MaximumBodyLength)
        {
            return body.Length < MinimumBodyLength ? CommandResultRejection.TooShort : CommandResultRejection.TooLong;
        }

        if (body[VersionOffset] != BodyVersion)
        {
            return CommandResultRejection.UnknownVersion;
        }

        CommandResultReader opened = new(body);
        if (opened.State is < CommandState.Received or > CommandState.Unknown)
        {
            return CommandResultRejection.UnknownState;
        }

        if (opened.Id.Value == 0)
        {
            return CommandResultRejection.InvalidId;
        }

        if (opened.Reporter is not (CommandReporter.Gateway or CommandReporter.Robot))
        {
            return CommandResultRejection.UnknownReporter;
        }

        int detailLength = BinaryPrimitives.ReadUInt16LittleEndian(body[DetailLengthOffset..]);
        if (detailLength > MaximumDetail)
        {
            return CommandResultRejection.DetailTooLong;
        }

        if (opened._detailOffset + detailLength != body.Length)
        {
            return CommandResultRejection.WrongLength;
        }

        CommandResultRejection rejection = opened.JudgeIds();
        if (rejection == CommandResultRejection.None)
        {
            result = opened;
        }

        return rejection;
    }

    private CommandResultRejection JudgeIds()
    {
        if (!Identifier.IsValid(Issuer))
        {
            return CommandResultRejection.InvalidIssuer;
        }

        if (!Identifier.IsValid(Target))
        {
            return CommandResultRejection.InvalidTarget;
        }

        return Identifier.IsValid(Name) ? CommandResultRejection.None : CommandResultRejection.InvalidName;
    }
}
