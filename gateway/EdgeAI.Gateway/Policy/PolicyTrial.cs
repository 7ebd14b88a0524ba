using System.Globalization;
using System.Text;
using EdgeAI.Device.Messages;
using EdgeAI.Profiles.Policies;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Policy;

/// <summary>
/// Lets frames go through a policy as the spool's writer does, each in a transaction of its own, and tells what becomes of each. It judges
/// nothing itself: what left the policy and what the policy counted is what it says.
/// </summary>
internal sealed class PolicyTrial : IRecordSink
{
    private const int Rules = (int)WithheldRule.Geofence;

    // Longer than any window with its grace.
    private const long AfterAll = 2 * 86_400 * 1_000_000_000L;

    private readonly RecordPolicy _policy;
    private readonly string[] _names;
    private readonly TextWriter _output;
    private readonly List<byte[]> _left = [];
    private readonly long[] _withheld = new long[Rules + 1];
    private readonly long[] _withheldBefore = new long[Rules + 1];
    private long _frames;
    private long _asTheyCame;
    private long _smaller;
    private long _windows;
    private long _latest;
    private byte _handling;

    /// <param name="policy">The profile's policy; nothing for the built-in one.</param>
    /// <param name="position">Where the robots are.</param>
    /// <param name="output">Takes the lines.</param>
    /// <exception cref="GatewayException">The policy is too long for its record.</exception>
    public PolicyTrial(PolicyProfile? policy, IPositionSource position, TextWriter output)
    {
        _policy = new RecordPolicy(policy, position);
        _names = [.. (policy?.Rules ?? []).Select(static rule => rule.Name)];
        _output = output;
    }

    /// <summary>Offers a frame and tells what becomes of it.</summary>
    public void Offer(in OfferedRecord offered)
    {
        _frames++;
        _latest = Math.Max(_latest, offered.ReceivedUtcNanoseconds);
        _left.Clear();
        _withheld.CopyTo(_withheldBefore, 0);
        _policy.Apply(offered, this);
        Commit(offered.ReceivedUtcNanoseconds);
        int? rule = _policy.RuleFor(offered);
        string decider = rule is { } index ? Text($"rule {index + 1} '{_names[index]}'") : "no rule";
        _output.WriteLine(Text($"{_frames} {Subject(offered)}: {OutcomeOf(offered)} ({decider})"));
    }

    /// <summary>Closes the windows that are open and tells the sums.</summary>
    public void End()
    {
        _left.Clear();
        _policy.Advance(_latest + AfterAll, this);
        Commit(_latest + AfterAll);
        _windows += _left.Count;
        if (_left.Count > 0)
        {
            _output.WriteLine(Text($"{_left.Count} windows are still open and leave as one frame each when their time is over"));
        }

        _output.WriteLine(Text($"{_frames} frames: {_asTheyCame} leave as they came, {_smaller} made smaller, {_windows} as a window's; stay: {Withheld(WithheldRule.DoesNotLeave)} do not leave, {Withheld(WithheldRule.Geofence)} geofence, {Withheld(WithheldRule.DownSampled)} thinned out, {Withheld(WithheldRule.Deadband)} deadband, {Withheld(WithheldRule.FoldedIntoWindow)} folded into windows"));
    }

    /// <inheritdoc/>
    public void StoreFrame(in OfferedRecord offered, RecordClass recordClass, byte handling, long stampUtcNanoseconds, long uncertaintyNanoseconds, ReadOnlySpan<byte> frame)
    {
        _left.Add(frame.ToArray());
        _handling = handling;
    }

    /// <inheritdoc/>
    public long StoreOwn(RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> body)
    {
        if (kind == RecordKind.Withheld && Records.Withheld.TryRead(body, out Withheld report))
        {
            _withheld[(int)report.Rule] += report.Count;
        }

        return 0;
    }

    /// <inheritdoc/>
    public bool Waits(RecordClass recordClass, long sequence) => false;

    private void Commit(long now)
    {
        // What was counted is reported at once instead of every half minute.
        _policy.Finish(now, this);
        _policy.Save(static (_, _) => { });
        _policy.Accept();
    }

    private string OutcomeOf(in OfferedRecord offered)
    {
        List<string> parts = [];
        bool isKept = _left.Count > 0 && IsOf(_left[^1], offered.Frame);
        int windows = _left.Count - (isKept ? 1 : 0);
        if (windows > 0)
        {
            _windows += windows;
            parts.Add("ends the window before, which leaves as one frame");
        }

        if (isKept)
        {
            bool isWhole = offered.Frame.SequenceEqual(_left[^1]);
            _asTheyCame += isWhole ? 1 : 0;
            _smaller += isWhole ? 0 : 1;
            parts.Add(Text($"leaves {(isWhole ? "as it came" : "made smaller")}, {_left[^1].Length} bytes{Classification(_handling)}"));
        }
        else if (Reason() is { } reason)
        {
            parts.Add(reason);
        }
        else
        {
            parts.Add("begins a window");
        }

        return string.Join("; ", parts);
    }

    private string? Reason()
    {
        for (int rule = 1; rule <= Rules; rule++)
        {
            if (_withheld[rule] > _withheldBefore[rule])
            {
                return (WithheldRule)rule switch
                {
                    WithheldRule.DoesNotLeave => "stays: does not leave",
                    WithheldRule.DownSampled => "stays: thinned out",
                    WithheldRule.Deadband => "stays: within the deadband",
                    WithheldRule.Geofence => "stays: the geofence keeps it",
                    _ => "is folded into the open window",
                };
            }
        }

        return null;
    }

    private long Withheld(WithheldRule rule) => _withheld[(int)rule];

    // A window's frame has the name of its last reading, which is an earlier one than the frame that ends it.
    private static bool IsOf(ReadOnlySpan<byte> left, ReadOnlySpan<byte> offered)
        => FrameBytes.HasHeader(left) && FrameBytes.HasHeader(offered) ? FrameBytes.SequenceOf(left) == FrameBytes.SequenceOf(offered) : left.SequenceEqual(offered);

    private static string Subject(in OfferedRecord offered)
    {
        string robot = Encoding.ASCII.GetString(offered.Robot);
        string recordClass = offered.Class.ToString().ToLowerInvariant();
        return FrameBytes.IsReadable(offered.Frame)
            ? Text($"{robot} board {FrameBytes.BoardOf(offered.Frame)} stream {FrameBytes.StreamOf(offered.Frame)} #{FrameBytes.SequenceOf(offered.Frame)} {NameOf(FrameBytes.TypeOf(offered.Frame))}, {recordClass}")
            : Text($"{robot} {offered.Frame.Length} bytes without a header, {recordClass}");
    }

    private static string NameOf(MessageType type) => Enum.TryParse(type.ToString(), out PolicyMessage message) ? PolicyWords.Name(message) : Text($"message 0x{(byte)type:x2}");

    private static string Classification(byte handling)
    {
        string level = (handling & Handling.LevelMask) switch { Handling.General => ", general", Handling.Important => ", important", Handling.Core => ", core", _ => "" };
        return level + ((handling & Handling.Personal) != 0 ? ", personal data" : "");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
