using System.Diagnostics;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Outlets;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Outlets;

/// <summary>The C header against the writer, each in a process of its own.</summary>
public sealed class OutletHeaderTests(OutletReaderInC controllers) : IClassFixture<OutletReaderInC>, IDisposable
{
    private readonly OutletFolder _folder = new();
    private readonly MonotonicClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Follow_OfEveryKind_ReadsWhatWasPublished()
    {
        Outlet outlet = new(_clock, [_folder.Ring(origin: _clock.OriginNanoseconds, clock: _clock)], FrameFlags.Simulated);
        using Process controller = controllers.Start("follow", _folder.PathOf("ring"));
        Assert.Equal($"boot 7 origin {_clock.OriginNanoseconds} slots 16 writer {Environment.ProcessId} heartbeat 50", Line(controller));

        PublishEveryKind(outlet);
        outlet.Dispose();

        Assert.Equal("0 5000 40 4000 0 0/3 1 event 3 1 -1.5 unit 2", Line(controller));
        Assert.Equal("1 5000 40 4000 1 0/3 2 class 1 of 0 1 0.50000762951094835 model ab00", Line(controller));
        Assert.Equal("2 5000 9223372036854775807 4000 2 0/3 0 imu 3 0 0 0 1 0.25 0 0.5 0 -0.75 0", Line(controller));
        Assert.Equal("3 5000 40 4000 3 0/3 3 wrench 1 0.01 -2 0 0 -0.02", Line(controller));
        Assert.Equal("4 5000 40 4000 4 0/3 0 joints 5 unit 3 1.5 0 -2 0 0 0.5", Line(controller));
        Assert.Equal("5 5000 40 4000 5 0/3 0 found 640x480 model cd 7 1 320.5 -1 10 20", Line(controller));
        Assert.Equal("6 9000 0 9000 0 0/255 1 health 1003 1 4 'stage 'grasp' missed its deadline: safe state'", Line(controller));
        Assert.Equal("ended, read 7, lost 0", Line(controller));
        controller.WaitForExit();
        Assert.Equal(0, controller.ExitCode);
    }

    [Fact]
    public void Follow_OfAControllerThatIsStopped_HoldsNothingUpAndItKnowsWhatItLost()
    {
        const int Items = 20_000;
        Outlet outlet = new(_clock, [_folder.Ring(origin: _clock.OriginNanoseconds, clock: _clock)]);
        using Process controller = controllers.Start("follow", _folder.PathOf("ring"));
        _ = Line(controller);
        OutletFolder.Publish(outlet, 1);
        _ = Line(controller);

        Signal("STOP", controller);
        OutletFolder.Publish(outlet, Items);
        Assert.Equal(Items + 1, outlet.Published);
        outlet.Dispose();
        Signal("CONT", controller);

        string[] lines = controller.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        controller.WaitForExit();
        Assert.Equal(0, controller.ExitCode);
        int read = lines.Length;
        Assert.Equal($"ended, read {read}, lost {Items + 1 - read}", lines[^1]);
        Assert.InRange(read, 1, 17);
        Assert.StartsWith($"{Items} ", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void Follow_AgainstAWriterAtFullSpeed_NeverReadsATornItem()
    {
        const int Items = 30_000;
        Outlet outlet = new(_clock, [_folder.Ring(origin: _clock.OriginNanoseconds, clock: _clock)]);
        using Process controller = controllers.Start("follow", _folder.PathOf("ring"));
        _ = Line(controller);
        Thread writer = new(() =>
        {
            WrenchStamped wrench = new();
            for (int item = 0; item < Items; item++)
            {
                Array.Fill(wrench.Force, item);
                Array.Fill(wrench.Torque, item);
                outlet.Publish(OutletFolder.Source, item, wrench, FrameFlags.None, 0);
            }

            outlet.Dispose();
        });
        writer.Start();

        string line;
        long read = 0;
        while (!(line = Line(controller)).StartsWith("ended", StringComparison.Ordinal))
        {
            // sequence stamp uncertainty oldest source-sequence stream flags "wrench" and six times sequence / 1000
            string[] words = line.Split(' ');
            Assert.Equal(14, words.Length);
            Assert.Equal(words[0], words[4]);
            Assert.All(words[8..], word => Assert.Equal(words[8], word));
            Assert.Equal(long.Parse(words[0]) / 1000.0, double.Parse(words[8]), 9);
            read++;
        }

        writer.Join();
        Assert.Equal($"ended, read {read}, lost {Items - read}", line);
    }

    [Fact]
    public void Stale_OfAWriterThatStopsBeating_IsNoticed()
    {
        using Outlet outlet = new(_clock, [_folder.Ring(origin: _clock.OriginNanoseconds, clock: _clock)]);
        using Process controller = controllers.Start("stale", _folder.PathOf("ring"));

        Assert.Equal("open", Line(controller));
        Assert.Equal("stale, not closed", Line(controller));
    }

    [Fact]
    public void Socket_OfEveryKind_ReadsWhatWasPublished()
    {
        using Process controller = controllers.Start("socket", _folder.PathOf("controller"), "7");
        Assert.Equal("bound", Line(controller));
        Assert.True(OutletDatagrams.TryCreate(_folder.PathOf("controller"), 7, -5, out OutletDatagrams? datagrams, out _));
        using Outlet outlet = new(_clock, [datagrams]);

        PublishEveryKind(outlet);

        Assert.Equal("boot 7 origin -5 0 5000 40 4000 0 0/3 1 event 3 1 -1.5 unit 2", Line(controller));
        Assert.StartsWith("boot 7 origin -5 1 5000 40 4000 1 0/3 2 class 1 of 0 1 0.5", Line(controller), StringComparison.Ordinal);
        Assert.StartsWith("boot 7 origin -5 2 ", Line(controller), StringComparison.Ordinal);
        Assert.EndsWith(" wrench 1 0.01 -2 0 0 -0.02", Line(controller), StringComparison.Ordinal);
        Assert.EndsWith(" joints 5 unit 3 1.5 0 -2 0 0 0.5", Line(controller), StringComparison.Ordinal);
        Assert.EndsWith(" found 640x480 model cd 7 1 320.5 -1 10 20", Line(controller), StringComparison.Ordinal);
        Assert.Contains(" health 1003 1 4 ", Line(controller), StringComparison.Ordinal);
        Assert.Equal(7, datagrams.Sent);
        controller.WaitForExit();
        Assert.Equal(0, controller.ExitCode);
    }

    private static void PublishEveryKind(Outlet outlet)
    {
        Classification answer = new() { ClassCount = 3, ClassIndex = 1, Stamp = new Stamp(5000, 40) };
        answer.Probabilities[1] = 65535;
        answer.Probabilities[2] = 32768;
        answer.ModelDigest[0] = 0xAB;
        Imu imu = new()
        {
            Parts = ImuParts.Orientation | ImuParts.AngularVelocity,
            OrientationScale = new Scale(1, 0, Unit.One),
            AngularVelocityScale = new Scale(25, -2, Unit.RadianPerSecond),
            Stamp = new Stamp(5000, FrameTime.UnknownNanoseconds),
        };
        imu.Orientation[3] = 1;
        imu.AngularVelocity[0] = 1;
        imu.AngularVelocity[1] = 2;
        imu.AngularVelocity[2] = -3;
        imu.LinearAcceleration[0] = 9;
        WrenchStamped wrench = new() { ForceScale = new Scale(1, 0, Unit.Newton), TorqueScale = new Scale(1, -2, Unit.NewtonMetre), Stamp = new Stamp(5000, 40) };
        wrench.Force[0] = 1;
        wrench.Force[1] = -2;
        wrench.Torque[0] = 1;
        wrench.Torque[2] = -2;
        JointState joints = new()
        {
            Count = 2,
            Parts = JointStateParts.Position | JointStateParts.Effort,
            PositionScale = new Scale(5, -1, Unit.Radian),
            EffortScale = new Scale(5, -1, Unit.NewtonMetre),
            Stamp = new Stamp(5000, 40),
        };
        joints.Position[0] = 3;
        joints.Velocity[0] = 9;
        joints.Effort[0] = -4;
        joints.Effort[1] = 1;
        Detection2DArray found = new() { Count = 1, ImageWidth = 640, ImageHeight = 480, Stamp = new Stamp(5000, 40) };
        found.ModelDigest[0] = 0xCD;
        (found.ClassIndices[0], found.Scores[0], found.CentreX[0], found.CentreY[0], found.SizeX[0], found.SizeY[0]) = (7, 65535, 5128, -16, 160, 320);
        Assert.True(outlet.Publish(OutletFolder.Source, 0, OutletFolder.Event(-1500), FrameFlags.Simulated, 4000));
        Assert.True(outlet.Publish(OutletFolder.Source, 1, answer, FrameFlags.Replayed, 4000));
        Assert.True(outlet.Publish(OutletFolder.Source, 2, imu, FrameFlags.None, 4000));
        Assert.True(outlet.Publish(OutletFolder.Source, 3, wrench, FrameFlags.Simulated | FrameFlags.Replayed, 4000));
        Assert.True(outlet.Publish(OutletFolder.Source, 4, joints, FrameFlags.None, 4000));
        Assert.True(outlet.Publish(OutletFolder.Source, 5, found, FrameFlags.None, 4000));
        LogRecord record = new() { Level = LogLevel.Error, Stamp = new Stamp(9000, 0) };
        record.Text.Append("stage 'grasp' missed its deadline: safe state");
        outlet.Observe(HealthCode.SafeState, isActive: true, record);
    }

    private static string Line(Process controller) => controller.StandardOutput.ReadLine() ?? throw new EndOfStreamException("the controller ended");

    private static void Signal(string name, Process controller)
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -{name} {controller.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
