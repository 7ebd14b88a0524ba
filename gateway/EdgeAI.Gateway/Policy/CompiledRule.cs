using System.Text;
using EdgeAI.Device.Messages;
using EdgeAI.Profiles.Policies;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Policy;

/// <summary>A rule of the profile in the form in which frames are held against it. Immutable.</summary>
internal sealed class CompiledRule
{
    private const double NanosecondsPerSecond = 1e9;

    private readonly byte[]? _robot;
    private readonly int? _board;
    private readonly int? _stream;
    private readonly MessageType? _message;
    private readonly RecordClass? _class;

    /// <summary>What becomes of frames that no rule of a profile matches.</summary>
    /// <param name="leaves">Whether they leave.</param>
    /// <param name="handling">Their classification.</param>
    public CompiledRule(bool leaves, byte handling)
    {
        Leaves = leaves;
        Handling = handling;
    }

    public CompiledRule(PolicyRuleProfile rule)
    {
        _robot = rule.Robot == "*" ? null : Encoding.ASCII.GetBytes(rule.Robot);
        _board = rule.Board;
        _stream = rule.Stream;
        _message = rule.Message is { } message ? MessageTypeOf(message) : null;
        _class = rule.Class is { } recordClass ? (RecordClass)(recordClass + 1) : null;
        Leaves = rule.Leaves;
        ThinsSafety = rule.ThinsSafety;
        EveryNth = rule.EveryNth ?? 0;
        SlotNanoseconds = rule.MaximumHz is { } hertz ? (long)(NanosecondsPerSecond / hertz) : 0;
        WindowNanoseconds = rule.Window is { } window ? (long)(window.Seconds * NanosecondsPerSecond) : 0;
        Keeps = rule.Window?.Keeps ?? WindowStatistic.Mean;
        HeartbeatNanoseconds = rule.Deadband is { } deadband ? (long)(deadband.HeartbeatSeconds * NanosecondsPerSecond) : 0;
        Watched = [.. (rule.Deadband?.Fields ?? []).Select(Watch)];
        Redaction = rule.Redact.Count > 0 && _message is { } redacted ? new Redaction(redacted, rule.Redact) : null;
        Geofence = rule.Geofence is { } geofence ? new GeoArea(geofence) : null;
        Handling = (byte)((int)rule.Level | (rule.Personal ? Records.Handling.Personal : 0) | (_message == MessageType.Image ? Records.Handling.Image : 0));
    }

    public bool Leaves { get; }

    public bool ThinsSafety { get; }

    /// <summary>One in so many leaves; 0 for all.</summary>
    public int EveryNth { get; }

    /// <summary>One in each slot of this length leaves; 0 for all.</summary>
    public long SlotNanoseconds { get; }

    /// <summary>The window's length; 0 for none.</summary>
    public long WindowNanoseconds { get; }

    public WindowStatistic Keeps { get; }

    public long HeartbeatNanoseconds { get; }

    /// <summary>What the deadband watches; empty for none.</summary>
    public WatchedField[] Watched { get; } = [];

    public Redaction? Redaction { get; }

    public GeoArea? Geofence { get; }

    /// <summary>The classification of what the rule is about, without the bit for what was made smaller.</summary>
    public byte Handling { get; }

    /// <summary>Whether the rule leaves out frames of a stream that leaves.</summary>
    public bool Thins => EveryNth > 0 || SlotNanoseconds > 0 || WindowNanoseconds > 0 || Watched.Length > 0;

    /// <summary>Whether a frame is the rule's. An image has to be named: a rule without a message takes none.</summary>
    /// <param name="robot">The robot's id.</param>
    /// <param name="board">The board; -1 where the header cannot be read.</param>
    /// <param name="stream">The stream; -1 where the header cannot be read.</param>
    /// <param name="type">The message; nothing where the header cannot be read.</param>
    /// <param name="recordClass">The class that the robot gave.</param>
    public bool Matches(ReadOnlySpan<byte> robot, int board, int stream, MessageType? type, RecordClass recordClass)
        => (_robot is null || robot.SequenceEqual(_robot))
        && (_board is null || _board == board)
        && (_stream is null || _stream == stream)
        && (_message is null ? type != MessageType.Image : _message == type)
        && (_class is null || _class == recordClass);

    /// <summary>The message of the wire that a profile's name stands for.</summary>
    public static MessageType MessageTypeOf(PolicyMessage message) => Enum.Parse<MessageType>(message.ToString());

    private WatchedField Watch(DeadbandFieldProfile field)
        => new(PayloadFields.NamesOf(_message!.Value).ToList().IndexOf(field.Field), (Unit)field.Unit, field.By);
}
