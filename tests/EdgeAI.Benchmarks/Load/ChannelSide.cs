using System.Threading.Channels;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Benchmarks.Load;

/// <summary>The same load as .NET programs usually carry it: a bounded channel and a task for each stage, a message for each reading.</summary>
/// <param name="model">The same model.</param>
internal sealed class ChannelSide(Model model)
{
    private readonly MonotonicClock _clock = new();
    private readonly LoadStream _torque = new("torque 1 kHz", 2_000_000);
    private readonly LoadStream _tactile = new("tactile 500 Hz, model", 5_000_000);
    private readonly LoadStream _camera = new("camera 30 Hz, 1280 x 720", 33_000_000);
    private long _stageBytes;
    private long _seen;

    /// <summary>Runs the load and prints what became of it.</summary>
    public void Run(TimeSpan duration)
    {
        GcPauses pauses = new();
        GraspStabilityStage stage = new(model);
        Classification decision = new();
        Channel<WrenchStamped> torque = NewChannel<WrenchStamped>(64, _torque);
        Channel<TactileArray> tactile = NewChannel<TactileArray>(64, _tactile);
        Channel<Picture> camera = NewChannel<Picture>(4, _camera);
        Task[] stages =
        [
            StageAsync(torque.Reader, reading =>
            {
                _seen += LoadReadings.SumOf(reading);
                _torque.Finish(reading.Stamp.Nanoseconds, _clock.Nanoseconds);
            }),
            StageAsync(tactile.Reader, reading =>
            {
                Sample<TactileArray> sample = new(reading, reading.Stamp, new StreamId(2, 1), 0, FrameFlags.None);
                stage.Process(in sample, decision, out _);
                _tactile.Finish(reading.Stamp.Nanoseconds, _clock.Nanoseconds);
            }),
            StageAsync(camera.Reader, picture =>
            {
                _seen += picture.Sum();
                _camera.Finish(picture.Stamp, _clock.Nanoseconds);
            }),
        ];
        LoadSource source = new(
            _clock,
            now => Send(torque.Writer, _torque, new WrenchStamped(), now),
            now => Send(tactile.Writer, _tactile, new TactileArray(GraspStabilityStage.TaxelCount, 1), now),
            now =>
            {
                _camera.Produced++;
                Counted(camera.Writer, new Picture { Stamp = now });
            });
        Thread thread = new(() => source.Run(duration)) { Name = "sensors", IsBackground = true };
        thread.Start();
        while (!thread.Join(10))
        {
            pauses.Observe();
        }

        torque.Writer.Complete();
        tactile.Writer.Complete();
        camera.Writer.Complete();
        Task.WaitAll(stages);
        pauses.Observe();
        Console.WriteLine("System.Threading.Channels: a bounded channel and a task for each stage, no frames, no links");
        LoadStream[] streams = [_torque, _tactile, _camera];
        Array.ForEach(streams, static stream => stream.Print());
        LoadReport.PrintPauses(pauses);
        Console.WriteLine($"  sending allocated {_stageBytes} B: {_stageBytes / (double)Math.Max(1, streams.Sum(static stream => stream.Done)):F1} B per reading, what the tasks allocate not counted");
    }

    private static Channel<T> NewChannel<T>(int capacity, LoadStream stream) => Channel.CreateBounded<T>(
        new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true },
        _ => stream.Reported++);

    private static async Task StageAsync<T>(ChannelReader<T> reader, Action<T> work)
    {
        await foreach (T reading in reader.ReadAllAsync().ConfigureAwait(false))
        {
            work(reading);
        }
    }

    private void Send(ChannelWriter<WrenchStamped> writer, LoadStream stream, WrenchStamped reading, long now)
    {
        LoadReadings.Fill(reading, stream.Produced++);
        reading.Stamp = new Stamp(now, 0);
        Counted(writer, reading);
    }

    private void Send(ChannelWriter<TactileArray> writer, LoadStream stream, TactileArray reading, long now)
    {
        LoadReadings.Fill(reading, stream.Produced++);
        reading.Stamp = new Stamp(now, 0);
        Counted(writer, reading);
    }

    private void Counted<T>(ChannelWriter<T> writer, T reading)
    {
        writer.TryWrite(reading);
        _stageBytes = GC.GetAllocatedBytesForCurrentThread();
    }
}
