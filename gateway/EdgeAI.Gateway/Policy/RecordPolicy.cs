using System.Runtime.InteropServices;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles.Policies;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Policy;

/// <summary>
/// The profile's policy, or the built-in one that keeps images back and lets everything else pass. Each frame offered is stored as it
/// came, stored made smaller, or withheld and counted; what is counted and what is folded belongs to the transaction. For one thread.
/// </summary>
internal sealed partial class RecordPolicy : IRecordPolicy
{
    // What is remembered at once, over all robots; one more makes the policy report, close its windows and begin anew.
    private const int MaximumStreams = 1 << 16;
    private const long MaximumStateBytes = 32L << 20;

    /// <summary>How often the built-in policy reports, in seconds.</summary>
    public const int DefaultReportSeconds = 30;

    private const byte FirstReading = 0x10;
    private const byte LastDecision = 0x5F;
    private const ushort UnreadableBoard = ushort.MaxValue;
    private const byte UnreadableStream = byte.MaxValue;

    private static readonly CompiledRule ImagesStay = new(leaves: false, Handling.Image);
    private static readonly CompiledRule Passes = new(leaves: true, 0);

    private readonly PolicyRevisions _revisions;
    private readonly CompiledRule[] _rules;
    private readonly IPositionSource _position;
    private readonly long _reportPeriod;
    private readonly byte[] _redacted = new byte[FrameLayout.MaxFrameLength];
    private readonly Dictionary<string, GovernedRobot> _robots = new(RobotNameComparer.Instance);
    private readonly Dictionary<string, GovernedRobot>.AlternateLookup<ReadOnlySpan<byte>> _robotsByAscii;
    private GovernedRobot? _latestRobot;
    private int _streams;

    /// <param name="policy">The profile's policy; nothing for the built-in one.</param>
    /// <param name="position">Where the robots are, for geofences.</param>
    /// <exception cref="GatewayException">The policy is too long for its record.</exception>
    public RecordPolicy(PolicyProfile? policy, IPositionSource position)
    {
        _revisions = new PolicyRevisions(policy);
        _rules = [.. (policy?.Rules ?? []).Select(static rule => new CompiledRule(rule))];
        _position = position;
        _reportPeriod = (policy?.ReportSeconds ?? DefaultReportSeconds) * 1_000_000_000L;
        _robotsByAscii = _robots.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public uint Revision => _revisions.Current;

    /// <summary>Called on the writer's thread when this policy came into force in the place of another, once that is on disk.</summary>
    public Action<PolicyReplacement>? Replaced { get; init; }

    public void Apply(in OfferedRecord offered, IRecordSink sink)
    {
        if (!_revisions.IsAnnounced)
        {
            Announce(offered.ReceivedUtcNanoseconds, sink);
        }

        ReadOnlySpan<byte> frame = offered.Frame;
        if (_rules.Length == 0 && !(FrameBytes.HasHeader(frame) && FrameBytes.TypeOf(frame) == MessageType.Image))
        {
            sink.StoreFrame(offered, offered.Class, 0, offered.StampUtcNanoseconds, offered.UncertaintyNanoseconds, frame);
            return;
        }

        GovernedStream stream = StreamOf(offered, sink);
        CompiledRule rule = stream.Rule;
        if (ReferenceEquals(rule, Passes))
        {
            sink.StoreFrame(offered, offered.Class, 0, offered.StampUtcNanoseconds, offered.UncertaintyNanoseconds, frame);
            return;
        }

        if (!rule.Leaves)
        {
            Withhold(stream, WithheldRule.DoesNotLeave, offered, sink);
        }
        else if (rule.Geofence is { } area && !(_position.TryGet(offered.Robot, offered.ReceivedUtcNanoseconds, out GeoPosition position) && area.Allows(position)))
        {
            Withhold(stream, WithheldRule.Geofence, offered, sink);
        }
        else if (rule.Thins && IsThinned(offered, rule))
        {
            Thin(stream, offered, sink);
        }
        else
        {
            Store(stream, offered, frame, offered.StampUtcNanoseconds, offered.UncertaintyNanoseconds, isReduced: false, sink);
        }
    }

    /// <summary>The place in the profile, from 0, of the rule that decides about a frame; nothing where none matches.</summary>
    public int? RuleFor(in OfferedRecord offered) => FrameBytes.IsReadable(offered.Frame)
        ? IndexOf(offered.Robot, FrameBytes.BoardOf(offered.Frame), FrameBytes.StreamOf(offered.Frame), FrameBytes.TypeOf(offered.Frame), offered.Class)
        : IndexOf(offered.Robot, -1, -1, null, offered.Class);

    // Housekeeping says what streams are and that a sensor failed: few frames, each of which matters.
    private static bool IsThinned(in OfferedRecord offered, CompiledRule rule)
        => FrameBytes.HasHeader(offered.Frame)
        && (byte)FrameBytes.TypeOf(offered.Frame) is >= FirstReading and <= LastDecision
        && (offered.Class != RecordClass.Safety || rule.ThinsSafety);

    private void Thin(GovernedStream stream, in OfferedRecord offered, IRecordSink sink)
    {
        CompiledRule rule = stream.Rule;
        Touch(stream, offered.RobotBoot, sink);
        if (rule.WindowNanoseconds > 0)
        {
            Fold(stream, offered, sink);
            return;
        }

        bool sampled = rule.Watched.Length == 0;
        if (sampled ? stream.IsNextSample(offered.StampUtcNanoseconds) : stream.Moves(offered.Frame, offered.StampUtcNanoseconds))
        {
            Store(stream, offered, offered.Frame, offered.StampUtcNanoseconds, offered.UncertaintyNanoseconds, isReduced: true, sink);
        }
        else
        {
            Count(stream, sampled ? WithheldRule.DownSampled : WithheldRule.Deadband, offered.StampUtcNanoseconds);
        }
    }

    private void Fold(GovernedStream stream, in OfferedRecord offered, IRecordSink sink)
    {
        Span<PayloadField> buffer = stackalloc PayloadField[PayloadFields.Maximum];
        int count = FrameBytes.IsSound(offered.Frame) ? PayloadFields.Read(offered.Frame, buffer) : 0;
        ReadOnlySpan<PayloadField> fields = buffer[..count];
        OpenWindow window = stream.WindowOf();
        long index = GovernedStream.FloorDivide(offered.StampUtcNanoseconds, stream.Rule.WindowNanoseconds);
        if (window.Count > 0 && !window.Takes(index, offered.Frame, fields))
        {
            Close(stream, sink);
        }

        if (count == 0)
        {
            Store(stream, offered, offered.Frame, offered.StampUtcNanoseconds, offered.UncertaintyNanoseconds, isReduced: true, sink);
            return;
        }

        if (window.Count > 0)
        {
            // The frame that a window leaves has the name of its last reading: the one before has just lost its own.
            Count(stream, WithheldRule.FoldedIntoWindow, window.LatestStamp);
        }

        _heldNow += window.Count == 0 ? 1 : 0;
        window.Fold(offered, index, stream.Rule.Keeps, fields);
        List(_open, stream, stream.IsListedForWindow);
        stream.IsListedForWindow = true;
    }

    private void Close(GovernedStream stream, IRecordSink sink)
    {
        OpenWindow window = stream.Window!;
        long received = window.ReceivedUtc;
        _heldNow--;
        ReadOnlySpan<byte> frame = window.Close(stream.Rule.Keeps, out long stamp, out long uncertainty);
        OfferedRecord last = new()
        {
            Robot = stream.Robot,
            RobotBoot = stream.RobotBoot,
            Class = stream.Class,
            ReceivedUtcNanoseconds = received,
            StampUtcNanoseconds = stamp,
            UncertaintyNanoseconds = uncertainty,
            Frame = frame,
        };
        Store(stream, last, frame, stamp, uncertainty, isReduced: true, sink);
    }

    private void Store(GovernedStream stream, in OfferedRecord offered, ReadOnlySpan<byte> frame, long stamp, long uncertainty, bool isReduced, IRecordSink sink)
    {
        if (stream.Rule.Redaction is { } redaction)
        {
            if (!redaction.TryApply(frame, _redacted, out int length))
            {
                // Nobody can tell what would stay in it.
                Withhold(stream, WithheldRule.DoesNotLeave, offered, sink);
                return;
            }

            frame = _redacted.AsSpan(0, length);
            isReduced = true;
        }

        byte handling = (byte)(stream.Rule.Handling | (isReduced ? Handling.Reduced : 0));
        sink.StoreFrame(offered, offered.Class, handling, stamp, uncertainty, frame);
    }

    private void Withhold(GovernedStream stream, WithheldRule reason, in OfferedRecord offered, IRecordSink sink)
    {
        Touch(stream, offered.RobotBoot, sink);
        Count(stream, reason, offered.StampUtcNanoseconds);
    }

    private void Count(GovernedStream stream, WithheldRule reason, long stamp)
    {
        stream.Withhold(reason, stamp);
        _withheldNow++;
        List(_counted, stream, stream.IsListedForReport);
        stream.IsListedForReport = true;
    }

    private GovernedStream StreamOf(in OfferedRecord offered, IRecordSink sink)
    {
        bool readable = FrameBytes.IsReadable(offered.Frame);
        ushort board = readable ? FrameBytes.BoardOf(offered.Frame) : UnreadableBoard;
        byte number = readable ? FrameBytes.StreamOf(offered.Frame) : UnreadableStream;
        MessageType type = readable ? FrameBytes.TypeOf(offered.Frame) : default;
        GovernedRobot robot = RobotOf(offered.Robot);
        ulong name = NameOf(board, number, type, offered.Class);
        if (robot.Streams.TryGetValue(name, out GovernedStream? known))
        {
            return known;
        }

        if (_streams >= MaximumStreams)
        {
            ForgetAll(offered.ReceivedUtcNanoseconds, sink);
            robot = RobotOf(offered.Robot);
        }

        return AddStream(robot, board, number, type, offered.Class);
    }

    private GovernedStream AddStream(GovernedRobot robot, ushort board, byte number, MessageType type, RecordClass recordClass)
    {
        // No message has the type 0 (firmware/WIRE.md, "Payload types"): it stands for a header that cannot be read.
        bool readable = type != default;
        CompiledRule rule = RuleOf(robot.Ascii, readable ? board : -1, readable ? number : -1, readable ? type : null, recordClass);
        GovernedStream stream = new(robot.Ascii, board, number, type, recordClass, rule);
        robot.Streams.Add(NameOf(board, number, type, recordClass), stream);
        _streams++;
        return stream;
    }

    private CompiledRule RuleOf(ReadOnlySpan<byte> robot, int board, int stream, MessageType? type, RecordClass recordClass)
        => IndexOf(robot, board, stream, type, recordClass) is { } index ? _rules[index] : type == MessageType.Image ? ImagesStay : Passes;

    private int? IndexOf(ReadOnlySpan<byte> robot, int board, int stream, MessageType? type, RecordClass recordClass)
    {
        for (int index = 0; index < _rules.Length; index++)
        {
            if (_rules[index].Matches(robot, board, stream, type, recordClass))
            {
                return index;
            }
        }

        return null;
    }

    private GovernedRobot RobotOf(ReadOnlySpan<byte> ascii)
    {
        // A batch's frames come one after another.
        if (_latestRobot is { } latest && ascii.SequenceEqual(latest.Ascii))
        {
            return latest;
        }

        ref GovernedRobot? robot = ref CollectionsMarshal.GetValueRefOrAddDefault(_robotsByAscii, ascii, out bool exists);
        if (!exists)
        {
            robot = new GovernedRobot(ascii.ToArray());
        }

        _latestRobot = robot;
        return robot!;
    }

    private static ulong NameOf(ushort board, byte stream, MessageType type, RecordClass recordClass)
        => ((ulong)board << 24) | ((ulong)stream << 16) | ((ulong)type << 8) | (ulong)recordClass;
}
