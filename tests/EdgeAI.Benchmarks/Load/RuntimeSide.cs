using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Scheduling;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Benchmarks.Load;

/// <summary>
/// The load on the runtime: torque and tactile readings go as frames over links through intakes, edges and a model on graph threads of their
/// own; pictures go by reference over an edge.
/// </summary>
internal sealed class RuntimeSide : IFrameSink, IDisposable
{
    private readonly MonotonicClock _clock = new();
    private readonly LoadStream _torque = new("torque 1 kHz", 2_000_000);
    private readonly LoadStream _tactile = new("tactile 500 Hz, model", 5_000_000);
    private readonly LoadStream _camera = new("camera 30 Hz, 1280 x 720", 33_000_000);
    private readonly BoardWay<WrenchStamped> _torqueWay;
    private readonly BoardWay<TactileArray> _tactileWay;
    private readonly BoundedEdge<Picture> _pictures = new(4, DropPolicy.DropOldest, static () => new Picture());
    private readonly LiveExecutor _executor;
    private readonly WakeSignal[] _wakes = [new(), new(), new()];
    private long _seen;

    public RuntimeSide(Model model)
    {
        GraspStabilityStage stage = new(model);
        Classification decision = new();
        InProcessLink torqueLink = new(65536);
        InProcessLink tactileLink = new(65536);
        _torqueWay = new BoardWay<WrenchStamped>(1, torqueLink.BoardEnd, torqueLink.RobotEnd, static () => new WrenchStamped(), new Take<WrenchStamped>(_torque, _clock, reading => _seen += LoadReadings.SumOf(reading)), this, _clock);
        _tactileWay = new BoardWay<TactileArray>(2, tactileLink.BoardEnd, tactileLink.RobotEnd, static () => new TactileArray(GraspStabilityStage.TaxelCount, 1), new Decide(_tactile, _clock, stage, decision), this, _clock);
        CameraStep camera = new(_pictures, _camera, _clock);
        GraphThread[] threads =
        [
            new GraphThread(new ThreadOptions { Name = "torque" }, _torqueWay, _wakes[0], isWoken: true, _clock),
            new GraphThread(new ThreadOptions { Name = "tactile" }, _tactileWay, _wakes[1], isWoken: true, _clock),
            new GraphThread(new ThreadOptions { Name = "camera" }, camera, _wakes[2], isWoken: true, _clock),
        ];
        _executor = new LiveExecutor([(threads[0], _torqueWay), (threads[1], _tactileWay), (threads[2], camera)]);
    }

    /// <summary>Runs the load and prints what became of it.</summary>
    /// <returns>Whether nothing was lost without a word and nothing allocated.</returns>
    public bool Run(TimeSpan duration)
    {
        GcPauses pauses = new();
        _executor.TryStart();
        LoadSource source = new(_clock, SendTorque, SendTactile, SendPicture);
        Thread thread = new(() => source.Run(duration)) { Name = "sensors", IsBackground = true };
        thread.Start();
        while (!thread.Join(10))
        {
            pauses.Observe();
        }

        _executor.Stop();
        pauses.Observe();
        _torque.Reported = _torqueWay.Dropped;
        _tactile.Reported = _tactileWay.Dropped;
        _camera.Reported = _pictures.Ledger.Dropped;
        Console.WriteLine("EdgeAI: frames over links, graph threads, edges");
        LoadStream[] streams = [_torque, _tactile, _camera];
        Array.ForEach(streams, static stream => stream.Print());
        LoadReport.PrintPauses(pauses);
        long allocated = _executor.SteadyStateAllocatedBytes ?? -1;
        Console.WriteLine($"  graph threads allocated {allocated} B since their warm-up: {allocated / (double)Math.Max(1, streams.Sum(static stream => stream.Done)):F1} B per reading");
        return allocated == 0 && streams.All(static stream => stream.Unreported == 0);
    }

    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
        // Where frames leave the robot is not this benchmark's subject.
    }

    public void Dispose()
    {
        _executor.Dispose();
        Array.ForEach(_wakes, static wake => wake.Dispose());
    }

    private void SendTorque(long now)
    {
        LoadReadings.Fill(_torqueWay.Reading, _torque.Produced);
        _torqueWay.Send(_torque.Produced++, now);
        _wakes[0].Set();
    }

    private void SendTactile(long now)
    {
        LoadReadings.Fill(_tactileWay.Reading, _tactile.Produced);
        _tactileWay.Send(_tactile.Produced++, now);
        _wakes[1].Set();
    }

    private void SendPicture(long now)
    {
        _pictures.TryBeginWrite(out Picture picture);
        picture.Stamp = now;
        picture.Pixels[_camera.Produced % picture.Pixels.Length]++;
        _pictures.EndWrite();
        _camera.Produced++;
        _wakes[2].Set();
    }

    private sealed class Take<T>(LoadStream stream, IClock clock, Action<T> work) : ISampleConsumer<T>
    {
        void ISampleConsumer<T>.Take(in Sample<T> sample)
        {
            work(sample.Value);
            stream.Finish(sample.Stamp.Nanoseconds, clock.Nanoseconds);
        }
    }

    private sealed class Decide(LoadStream stream, IClock clock, GraspStabilityStage stage, Classification decision) : ISampleConsumer<TactileArray>
    {
        public void Take(in Sample<TactileArray> sample)
        {
            stage.Process(in sample, decision, out _);
            stream.Finish(sample.Stamp.Nanoseconds, clock.Nanoseconds);
        }
    }

    private sealed class CameraStep(BoundedEdge<Picture> edge, LoadStream stream, IClock clock) : IStepper
    {
        private long _seen;

        public bool Step()
        {
            bool worked = false;
            while (edge.TryBeginRead(out Picture picture))
            {
                _seen += picture.Sum();
                stream.Finish(picture.Stamp, clock.Nanoseconds);
                edge.EndRead();
                worked = true;
            }

            return worked;
        }
    }
}
