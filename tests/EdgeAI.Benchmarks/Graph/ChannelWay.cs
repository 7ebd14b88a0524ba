using System.Threading.Channels;
using EdgeAI.Device.Time;

namespace EdgeAI.Benchmarks.Graph;

/// <summary>The caterpillar on System.Threading.Channels, polled on one thread: a channel before each stage and each sink, values by value.</summary>
internal sealed class ChannelWay : IGraphWay
{
    private readonly IClock _clock;
    private readonly Channel<Reading>[] _chain = [.. Enumerable.Range(0, Caterpillar.ChainStages).Select(static _ => NewChannel())];
    private readonly Channel<Reading>[] _sinks = [.. Enumerable.Range(0, Caterpillar.ChainStages).Select(static _ => NewChannel())];
    private readonly long[] _sums = new long[Caterpillar.ChainStages];
    private readonly long[] _stamps = new long[Caterpillar.ChainStages];

    public ChannelWay(IClock clock) => _clock = clock;

    public string Name => "System.Threading.Channels, bounded, polled";

    public void Run(int readings)
    {
        for (int number = 0; number < readings; number++)
        {
            _chain[0].Writer.TryWrite(new Reading(number, _clock.Nanoseconds));
            for (int stage = 0; stage < Caterpillar.ChainStages; stage++)
            {
                _chain[stage].Reader.TryRead(out Reading taken);
                Reading answer = new(taken.Value + 1, _clock.Nanoseconds);
                if (stage + 1 < Caterpillar.ChainStages)
                {
                    _chain[stage + 1].Writer.TryWrite(answer);
                }

                _sinks[stage].Writer.TryWrite(answer);
                _sinks[stage].Reader.TryRead(out Reading sunk);
                _sums[stage] += sunk.Value;
                _stamps[stage] = _clock.Nanoseconds;
            }
        }
    }

    private static Channel<Reading> NewChannel() =>
        Channel.CreateBounded<Reading>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });

    private readonly record struct Reading(int Value, long Stamp);
}
