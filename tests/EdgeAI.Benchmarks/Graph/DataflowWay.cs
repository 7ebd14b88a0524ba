using System.Threading.Tasks.Dataflow;
using EdgeAI.Device.Time;

namespace EdgeAI.Benchmarks.Graph;

/// <summary>The caterpillar on TPL Dataflow, as one would write it: a block for each stage, whose answer is broadcast to the next stage and to its sink.</summary>
internal sealed class DataflowWay : IGraphWay, IDisposable
{
    private readonly IClock _clock;
    private readonly TransformBlock<Reading, Reading> _first;
    private readonly CountdownEvent _sunk = new(1);
    private readonly long[] _sums = new long[Caterpillar.ChainStages];
    private readonly long[] _stamps = new long[Caterpillar.ChainStages];

    public DataflowWay(IClock clock)
    {
        _clock = clock;
        TransformBlock<Reading, Reading>[] stages = [.. Enumerable.Range(0, Caterpillar.ChainStages)
            .Select(_ => new TransformBlock<Reading, Reading>(taken => new Reading(taken.Value + 1, _clock.Nanoseconds)))];
        for (int stage = 0; stage < stages.Length; stage++)
        {
            int index = stage;
            BroadcastBlock<Reading> both = new(null);
            stages[stage].LinkTo(both);
            both.LinkTo(new ActionBlock<Reading>(sunk => Sink(index, sunk)));
            if (stage + 1 < stages.Length)
            {
                both.LinkTo(stages[stage + 1]);
            }
        }

        _first = stages[0];
    }

    public string Name => "TPL Dataflow, thread pool";

    public void Run(int readings)
    {
        _sunk.Reset(readings * Caterpillar.ChainStages);
        for (int number = 0; number < readings; number++)
        {
            _first.Post(new Reading(number, _clock.Nanoseconds));
        }

        _sunk.Wait();
    }

    public void Dispose() => _sunk.Dispose();

    private void Sink(int index, Reading sunk)
    {
        _sums[index] += sunk.Value;
        _stamps[index] = _clock.Nanoseconds;
        _sunk.Signal();
    }

    private readonly record struct Reading(int Value, long Stamp);
}
