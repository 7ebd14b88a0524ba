using EdgeAI.Gateway.Policy;
using EdgeAI.Profiles.Policies;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>A frame costs no garbage; a shaped stream's state costs one array for each transaction that changed it.</summary>
public sealed class PolicyAllocationTests
{
    private readonly NoSink _sink = new();

    [Theory]
    [InlineData(null)]
    [InlineData("\"stream\": 1, \"level\": \"general\", \"leaves\": true")]
    [InlineData("\"stream\": 1, \"leaves\": false")]
    [InlineData("\"stream\": 1, \"everyNth\": 3, \"leaves\": true")]
    [InlineData(""" "message": "temperature", "deadband": { "fields": [ { "field": "value", "unit": "degree-celsius", "by": 0.1 } ] }, "leaves": true """)]
    [InlineData(""" "message": "temperature", "window": { "seconds": 1 }, "leaves": true """)]
    [InlineData(""" "message": "temperature", "redact": ["value"], "leaves": true """)]
    public void Apply_OnceWarm_AllocatesNothing(string? rule)
    {
        PolicyProfile? profile = rule is null ? null : PolicyRules.Of(1, rule);
        RecordPolicy policy = new(profile, new FixedPosition(null));
        policy.Load(new Dictionary<string, byte[]>());
        OfferedFrame[] frames = [.. Enumerable.Range(0, 64).Select(static index => OfferedFrame.Temperature(2000 + (index % 40), index, OfferedFrame.Begin + (index * 100_000_000L)))];
        int next = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            OfferedFrame frame = frames[next++ % frames.Length];
            OfferedRecord offered = new()
            {
                Robot = frame.RobotAscii,
                RobotBoot = 1,
                Class = frame.Class,
                ReceivedUtcNanoseconds = OfferedFrame.Begin,
                StampUtcNanoseconds = frame.Stamp,
                UncertaintyNanoseconds = 1,
                Frame = frame.Frame,
            };
            policy.Apply(offered, _sink);
        }));
        Assert.True(rule is not null && rule.Contains("false", StringComparison.Ordinal) ? _sink.Frames == 0 : _sink.Frames > 0);
    }

    private sealed class NoSink : IRecordSink
    {
        public long Frames { get; private set; }

        public void StoreFrame(in OfferedRecord offered, RecordClass recordClass, byte handling, long stampUtcNanoseconds, long uncertaintyNanoseconds, ReadOnlySpan<byte> frame) => Frames++;

        public long StoreOwn(RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> body) => 0;

        public bool Waits(RecordClass recordClass, long sequence) => false;
    }
}
