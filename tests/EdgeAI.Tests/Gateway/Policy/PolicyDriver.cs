using System.Text;
using EdgeAI.Gateway.Policy;
using EdgeAI.Profiles.Policies;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>Plays the spool to a policy: transactions that commit, fail early, fail late, and lives that end between two of them.</summary>
internal sealed class PolicyDriver : IRecordSink
{
    private readonly IPositionSource _position;
    private readonly List<PolicyRecord> _pending = [];
    private readonly Dictionary<string, byte[]?> _puts = [];

    public PolicyDriver(PolicyProfile? profile, IPositionSource? position = null)
    {
        _position = position ?? new FixedPosition(null);
        Policy = new RecordPolicy(profile, _position);
        Policy.Load(Disk);
    }

    /// <summary>The state on disk.</summary>
    public Dictionary<string, byte[]> Disk { get; private set; } = [];

    /// <summary>The records on disk, in their order.</summary>
    public List<PolicyRecord> Stored { get; } = [];

    public RecordPolicy Policy { get; private set; }

    /// <summary>UTC nanoseconds on the gateway's clock.</summary>
    public long Now { get; set; } = 1_800_000_000_000_000_000;

    /// <summary>The stored frames, plain and governed.</summary>
    public IEnumerable<PolicyRecord> Frames => Stored.Where(static record => record.Kind is RecordKind.Frame or RecordKind.GovernedFrame);

    /// <summary>The process ends and begins again, with this policy.</summary>
    public void Restart(PolicyProfile? profile)
    {
        _pending.Clear();
        _puts.Clear();
        Policy = new RecordPolicy(profile, _position);
        Policy.Load(new Dictionary<string, byte[]>(Disk));
    }

    /// <summary>One transaction that commits.</summary>
    public void Commit(params OfferedFrame[] frames)
    {
        Begin(frames);
        CommitPending();
    }

    /// <summary>One transaction that is rolled back, before or after the state was handed over.</summary>
    public void Fail(bool late, params OfferedFrame[] frames)
    {
        Begin(frames);
        if (late)
        {
            Policy.Save((key, value) => _puts[key] = value);
        }

        _pending.Clear();
        _puts.Clear();
        Policy.Undo();
    }

    /// <summary>Offers frames in a transaction that never ends: the next call is <see cref="Restart"/>.</summary>
    public void BeginAndDie(bool late, params OfferedFrame[] frames)
    {
        Begin(frames);
        if (late)
        {
            Policy.Save((key, value) => _puts[key] = value);
        }
    }

    /// <summary>The last transaction of an orderly stop.</summary>
    public void Finish()
    {
        Policy.Finish(Now, this);
        CommitPending();
    }

    public void StoreFrame(in OfferedRecord offered, RecordClass recordClass, byte handling, long stampUtcNanoseconds, long uncertaintyNanoseconds, ReadOnlySpan<byte> frame)
        => _pending.Add(new PolicyRecord
        {
            Kind = Policy.Revision == 0 ? RecordKind.Frame : RecordKind.GovernedFrame,
            Robot = Encoding.ASCII.GetString(offered.Robot),
            Boot = offered.RobotBoot,
            Class = recordClass,
            Handling = handling,
            Revision = Policy.Revision,
            Stamp = stampUtcNanoseconds,
            Uncertainty = uncertaintyNanoseconds,
            Frame = frame.ToArray(),
        });

    public bool Waits(RecordClass recordClass, long sequence) => IsUpstreamAway && sequence > 0;

    public long StoreOwn(RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> body)
    {
        _pending.Add(new PolicyRecord
        {
            Kind = kind,
            Robot = "",
            Boot = 0,
            Class = recordClass,
            Handling = 0,
            Revision = 0,
            Stamp = 0,
            Uncertainty = 0,
            Frame = body.ToArray(),
        });
        return Stored.Count + _pending.Count;
    }

    /// <summary>Whether what is stored stays: the upstream takes nothing.</summary>
    public bool IsUpstreamAway { get; set; }

    /// <summary>The sum of what was reported withheld, of streams and rules that match.</summary>
    public long Withheld(Func<WithheldRule, string, uint, ushort, byte, uint, bool> matches)
    {
        long sum = 0;
        foreach (PolicyRecord record in Stored.Where(static record => record.Kind == RecordKind.Withheld))
        {
            Assert.True(EdgeAI.Records.Withheld.TryRead(record.Frame, out Withheld report));
            sum += matches(report.Rule, report.RobotName, report.RobotBoot, report.Board, report.Stream, report.PolicyRevision) ? report.Count : 0;
        }

        return sum;
    }

    public long Withheld(WithheldRule rule) => Withheld((reported, _, _, _, _, _) => reported == rule);

    private void Begin(OfferedFrame[] frames)
    {
        foreach (OfferedFrame frame in frames)
        {
            OfferedRecord offered = new()
            {
                Robot = frame.RobotAscii,
                RobotBoot = frame.Boot,
                Class = frame.Class,
                ReceivedUtcNanoseconds = Now,
                StampUtcNanoseconds = frame.Stamp,
                UncertaintyNanoseconds = frame.Uncertainty,
                Frame = frame.Frame,
            };
            Policy.Apply(offered, this);
        }

        Policy.Advance(Now, this);
    }

    private void CommitPending()
    {
        Policy.Save((key, value) => _puts[key] = value);
        foreach ((string key, byte[]? value) in _puts)
        {
            if (value is null)
            {
                Disk.Remove(key);
            }
            else
            {
                Disk[key] = value;
            }
        }

        Stored.AddRange(_pending);
        _puts.Clear();
        _pending.Clear();
        Policy.Accept();
    }
}
