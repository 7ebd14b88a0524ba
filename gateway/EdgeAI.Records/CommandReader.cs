using System.Buffers.Binary;
using System.Text;
using static EdgeAI.Records.CommandLayout;

namespace EdgeAI.Records;

/// <summary>A command that was judged whole; its texts and arguments are slices of the payload. Never throws, allocates nothing until a name is asked for.</summary>
public readonly ref struct CommandReader
{
    /// <summary>The longest command, in bytes.</summary>
    public const int MaximumLength = 40_960;

    /// <summary>The most bytes of arguments.</summary>
    public const int MaximumArguments = 32_768;

    /// <summary>The board number that means the robot, or the gateway, itself.</summary>
    public const ushort NoBoard = ushort.MaxValue;

    private readonly ReadOnlySpan<byte> _payload;
    private readonly int _targetOffset;
    private readonly int _nameOffset;
    private readonly int _argumentsOffset;
    private readonly int _end;

    private CommandReader(ReadOnlySpan<byte> payload)
    {
        _payload = payload;
        _targetOffset = HeaderLength + payload[IssuerLengthOffset];
        _nameOffset = _targetOffset + payload[TargetLengthOffset];
        _argumentsOffset = _nameOffset + payload[NameLengthOffset];
        _end = _argumentsOffset + BinaryPrimitives.ReadUInt16LittleEndian(payload[ArgumentsLengthOffset..]);
    }

    /// <summary>The command's name for ever.</summary>
    public CommandId Id => CommandId.Read(_payload[IdOffset..]);

    /// <summary>When it was issued, UTC nanoseconds on the issuer's clock.</summary>
    public long IssuedUtcNanoseconds => BinaryPrimitives.ReadInt64LittleEndian(_payload[IssuedOffset..]);

    /// <summary>Before when it is not begun, UTC nanoseconds; 0 for at once.</summary>
    public long NotBeforeUtcNanoseconds => BinaryPrimitives.ReadInt64LittleEndian(_payload[NotBeforeOffset..]);

    /// <summary>From when on it is not begun, UTC nanoseconds.</summary>
    public long ExpiresUtcNanoseconds => BinaryPrimitives.ReadInt64LittleEndian(_payload[ExpiresOffset..]);

    /// <summary>The board on the robot; <see cref="NoBoard"/> for the target itself.</summary>
    public ushort Board => BinaryPrimitives.ReadUInt16LittleEndian(_payload[BoardOffset..]);

    /// <summary>Who issued it, ASCII.</summary>
    public ReadOnlySpan<byte> Issuer => _payload[HeaderLength.._targetOffset];

    /// <summary>Who is to do it, ASCII: a robot's id, or the gateway's.</summary>
    public ReadOnlySpan<byte> Target => _payload[_targetOffset.._nameOffset];

    /// <summary>What is to be done, ASCII.</summary>
    public ReadOnlySpan<byte> Name => _payload[_nameOffset.._argumentsOffset];

    /// <summary>The arguments, as the command says.</summary>
    public ReadOnlySpan<byte> Arguments => _payload[_argumentsOffset.._end];

    /// <summary>The issuer as text.</summary>
    public string IssuerText => Encoding.ASCII.GetString(Issuer);

    /// <summary>The target as text.</summary>
    public string TargetText => Encoding.ASCII.GetString(Target);

    /// <summary>The name as text.</summary>
    public string NameText => Encoding.ASCII.GetString(Name);

    /// <summary>Opens a command, or names why it is none.</summary>
    public static CommandRejection Open(ReadOnlySpan<byte> payload, out CommandReader command)
    {
        command = default;
        CommandRejection rejection = JudgeHeader(payload);
        if (rejection != CommandRejection.None)
        {
            return rejection;
        }

        CommandReader opened = new(payload);
        rejection = opened.JudgeParts();
        if (rejection == CommandRejection.None)
        {
            command = opened;
        }

        return rejection;
    }

    private static CommandRejection JudgeHeader(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is < MinimumLength or > MaximumLength)
        {
            return payload.Length < MinimumLength ? CommandRejection.TooShort : CommandRejection.TooLong;
        }

        if (payload[KindOffset] != Kind)
        {
            return CommandRejection.WrongKind;
        }

        if (payload[VersionOffset] != FormatVersion)
        {
            return CommandRejection.UnknownVersion;
        }

        if (Crc32C.Compute(payload[..^ChecksumLength]) != BinaryPrimitives.ReadUInt32LittleEndian(payload[^ChecksumLength..]))
        {
            return CommandRejection.Checksum;
        }

        if (payload[SuiteOffset] != (byte)AlgorithmSuite.None)
        {
            return CommandRejection.UnknownSuite;
        }

        return payload[FirstPaddingOffset] != 0 || payload[SecondPaddingOffset] != 0 ? CommandRejection.BadPadding : CommandRejection.None;
    }

    private CommandRejection JudgeParts()
    {
        if (Id.Value == 0)
        {
            return CommandRejection.InvalidId;
        }

        if (ExpiresUtcNanoseconds <= IssuedUtcNanoseconds || ExpiresUtcNanoseconds <= NotBeforeUtcNanoseconds)
        {
            return CommandRejection.InvalidTimes;
        }

        if (_payload[IssuerLengthOffset] is 0 or > Identifier.MaximumLength)
        {
            return CommandRejection.InvalidIssuer;
        }

        if (_payload[TargetLengthOffset] is 0 or > Identifier.MaximumLength)
        {
            return CommandRejection.InvalidTarget;
        }

        if (_payload[NameLengthOffset] is 0 or > Identifier.MaximumLength)
        {
            return CommandRejection.InvalidName;
        }

        if (_end - _argumentsOffset > MaximumArguments)
        {
            return CommandRejection.ArgumentsTooLong;
        }

        int trailer = _payload.Length - _end - TrailerLengthLength - ChecksumLength;
        if (trailer < 0)
        {
            return CommandRejection.WrongLength;
        }

        if (!Identifier.IsValid(Issuer))
        {
            return CommandRejection.InvalidIssuer;
        }

        if (!Identifier.IsValid(Target))
        {
            return CommandRejection.InvalidTarget;
        }

        if (!Identifier.IsValid(Name))
        {
            return CommandRejection.InvalidName;
        }

        // Suite 0 has no signature: what is there instead belongs to no suite.
        if (BinaryPrimitives.ReadUInt16LittleEndian(_payload[_end..]) != 0)
        {
            return CommandRejection.InvalidTrailer;
        }

        return trailer == 0 ? CommandRejection.None : CommandRejection.WrongLength;
    }
}
