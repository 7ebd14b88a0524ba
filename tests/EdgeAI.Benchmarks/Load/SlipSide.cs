using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Links;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Outlets;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Benchmarks.Load;

/// <summary>One way from a serial line to the outlet's reader, with the camera beside it.</summary>
internal sealed class SlipSide : IFrameSink, ISampleConsumer<TactileArray>, IDisposable
{
    private readonly IClock _clock;
    private readonly GraspStabilityStage _stage;
    private readonly Classification _decision = new();
    private readonly Outlet _outlet;
    private readonly BoardWay<TactileArray> _way;
    private readonly WakeSignal _wake = new();
    private readonly LiveExecutor _executor;
    private readonly Picture _picture = new();
    private readonly LoadStream _stream = new("frame sent to outlet read", 1_000_000);
    private long _seen;

    public SlipSide(Model model, ILink boardEnd, SerialLink robotEnd, Outlet outlet, bool isWoken, ThreadScheduling scheduling, IClock clock)
    {
        _clock = clock;
        _stage = new GraspStabilityStage(model);
        _outlet = outlet;
        _way = new BoardWay<TactileArray>(1, boardEnd, robotEnd, static () => new TactileArray(GraspStabilityStage.TaxelCount, 1), this, this, clock);
        if (isWoken)
        {
            _wake.Watch([robotEnd]);
        }

        _executor = new LiveExecutor([(new GraphThread(new ThreadOptions { Name = "touch", Scheduling = scheduling, Priority = 20 }, _way, _wake, isWoken, clock), _way)]);
    }

    /// <summary>Runs the load and prints how long the way took.</summary>
    /// <returns>Whether every frame came out.</returns>
    public bool Run(string name, OutletRingReader reader, TimeSpan duration)
    {
        GcPauses pauses = new();
        bool isOver = false;
        Thread controller = new(() => Read(reader, ref isOver)) { Name = "controller", IsBackground = true };
        controller.Start();
        _executor.TryStart();
        foreach (string refused in _executor.Refused)
        {
            Console.WriteLine($"  {refused}");
        }

        LoadSource source = new(_clock, static _ => { }, Send, _ => Interlocked.Add(ref _seen, _picture.Sum()));
        Thread sensors = new(() => source.Run(duration)) { Name = "sensors", IsBackground = true };
        sensors.Start();
        while (!sensors.Join(10))
        {
            pauses.Observe();
        }

        // What is still on the line has its chance.
        SpinWait.SpinUntil(() => _stream.Unreported <= _way.Dropped, TimeSpan.FromSeconds(2));
        _executor.Stop();
        Volatile.Write(ref isOver, true);
        controller.Join();
        _stream.Reported = _way.Dropped;
        Console.WriteLine(name);
        _stream.Print();
        LoadReport.PrintPauses(pauses);
        Console.WriteLine($"  the graph thread allocated {_executor.SteadyStateAllocatedBytes} B since its warm-up");
        return _stream.Unreported == 0;
    }

    public void Take(in Sample<TactileArray> sample)
    {
        if (_stage.Process(in sample, _decision, out long oldest) == Runtime.Stages.StageOutcome.Decided)
        {
            _decision.Stamp = sample.Stamp;
            _outlet.Publish(new StreamId(0, 1), sample.Sequence, _decision, sample.Flags, oldest);
        }
    }

    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
        // Where frames leave for the city is not this benchmark's subject.
    }

    public void Dispose()
    {
        _executor.Dispose();
        _wake.Dispose();
    }

    private void Send(long now)
    {
        LoadReadings.Fill(_way.Reading, _stream.Produced);
        _way.Send(_stream.Produced++, now);
    }

    private void Read(OutletRingReader reader, ref bool isOver)
    {
        OutletItem item = new();
        while (true)
        {
            bool last = Volatile.Read(ref isOver);
            while (reader.Read(item) == OutletRead.Item)
            {
                // The frame's time is whole microseconds; the stamp is the instant just before it was put on the line.
                _stream.Finish(item.Stamp.Nanoseconds, _clock.Nanoseconds);
            }

            if (last)
            {
                return;
            }

            reader.Wait(TimeSpan.FromMilliseconds(100));
        }
    }
}
