using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Recording;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Estimation;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Scenes;
using EdgeAI.Tests.Robot.Boards;

namespace EdgeAI.Tests.Robot;

/// <summary>The arm on a desk, from its simulated drives and chips over the wire to the estimates of board 0, held to what the scene knows to be true.</summary>
public sealed class ArmGraphTests(ITestOutputHelper output)
{
    private const long Millisecond = 1_000_000;
    private const double Degree = Math.PI / 180;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Step_ThroughThreeScenes_EstimatesWhatIsTrue(ulong seed)
    {
        using Bench bench = new(seed);
        bench.Run(0, 30_000);
        output.WriteLine(bench.ToString());

        // What is left beside the observer's own low-pass is the noise of the currents and rounding.
        Assert.True(bench.TorquesPushed > 5000, $"{bench.TorquesPushed} estimates during pushes");
        Assert.InRange(bench.WorstTorque, 0, 0.05);
        Assert.InRange(bench.LargestPush, 1.5, 10);

        // Iron passes in each cycle, and the heading is known from the first reading on.
        Assert.InRange(bench.WorstHeading, 0, 3 * Degree);
        Assert.InRange(bench.WorstTilt, 0, 0.5 * Degree);
        Assert.True(bench.ContactsRight > 20 && bench.ContactsWrong == 0, $"{bench.ContactsRight} right, {bench.ContactsWrong} wrong");
    }

    [Fact]
    public void Step_Steadily_AllocatesNothingAndRepeatsItself()
    {
        using Bench bench = new(5);
        using Bench again = new(5);
        bench.Run(0, 4_000);
        AllocationMeter meter = AllocationMeter.Start();
        bench.Run(4_000, 9_000);
        Assert.Equal(0, meter.Bytes);
        again.Run(0, 9_000);
        Assert.Equal(bench.ToString(), again.ToString());
    }

    [Fact]
    public void RecordedStreams_OfAnArm_NameItsJointsAsTheProfileDoes()
    {
        Assert.True(ProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", "desktop-arm.profile.json"), out Profile? profile, out _));
        Dictionary<StreamId, EdgeAI.Runtime.Ros.RosStream> streams = RecordedStreams.Of(profile, static _ => []);

        Assert.Equal(["r_shoulder_pitch", "r_elbow_pitch"], streams[new StreamId(1, 1)].Names);
        Assert.Equal(["r_shoulder_pitch", "r_elbow_pitch"], streams[new StreamId(0, 1)].Names);
        Assert.Equal("r_shoulder", streams[new StreamId(0, 1)].FrameId);
    }

    private sealed class Bench : IFrameSink, IStageObserver, IDisposable
    {
        // The profile's: the observer follows as a low-pass, and is held to what is true behind that.
        private const double GainPerSecond = 50;

        private readonly VirtualClock _clock = new();
        private readonly SimulatedHumanoid _world;
        private readonly BoardEnds _ends;
        private readonly RobotParts _parts;
        private readonly SteppedBoard _board;
        private readonly ArmMotion _forearm;
        private long _last;
        private double _shoulder;
        private double _elbow;

        public Bench(ulong seed)
        {
            Assert.True(ProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", "desktop-arm.profile.json"), out Profile? profile, out _));
            _world = new SimulatedHumanoid(seed, _clock);
            _forearm = new ArmMotion(seed);
            _ends = BoardEnds.InMemory(profile);
            _parts = new RobotParts(profile, _ends, _clock, replaying: false, _ => this);
            _parts.Observers.Add(this);
            _board = new SteppedBoard(profile.Boards[0], _world, new SimulatedParts(_world, new GeneratorFiles(profile), _clock), _ends.MemoryOf(1)!, _clock);
        }

        public double WorstTorque { get; private set; }

        public double LargestPush { get; private set; }

        public int TorquesPushed { get; private set; }

        public double WorstHeading { get; private set; }

        public double WorstTilt { get; private set; }

        public int ContactsRight { get; private set; }

        public int ContactsWrong { get; private set; }

        public void Run(long fromMilliseconds, long toMilliseconds)
        {
            for (long now = fromMilliseconds; now < toMilliseconds; now++)
            {
                _clock.AdvanceTo(now * Millisecond);
                _board.Step();
                _parts.Graph.Step();
            }
        }

        public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
        {
        }

        public void Observe(in Sample<Message> output)
        {
            long at = output.Stamp.Nanoseconds;
            switch (output.Value)
            {
                case JointState joints:
                    Compare(joints, at);
                    break;
                case Imu imu:
                    Compare(imu, at);
                    break;
                case PerceptionEvent contact:
                    Compare(contact, at);
                    break;
            }
        }

        public void Dispose()
        {
            _parts.Dispose();
            _ends.Dispose();
        }

        public override string ToString() => FormattableString.Invariant(
            $"{TorquesPushed} estimates during pushes of up to {LargestPush:0.00} N m, worst error {WorstTorque:0.000} N m; heading worst {WorstHeading / Degree:0.00} deg, tilt worst {WorstTilt / Degree:0.00} deg; contact {ContactsRight} right, {ContactsWrong} wrong");

        private void Compare(JointState joints, long at)
        {
            (double shoulder, double elbow) = _world.Scene.Arm.ExternalTorques(at);
            double share = 1 - Math.Exp(-GainPerSecond * (at - _last) / 1e9);
            _last = at;
            _shoulder += share * (shoulder - _shoulder);
            _elbow += share * (elbow - _elbow);
            TorquesPushed += shoulder != 0 ? 1 : 0;
            LargestPush = Math.Max(LargestPush, Math.Max(Math.Abs(shoulder), Math.Abs(elbow)));
            WorstTorque = Math.Max(WorstTorque, Math.Max(Math.Abs((joints.Effort[0] * 1e-6) - _shoulder), Math.Abs((joints.Effort[1] * 1e-6) - _elbow)));
        }

        private void Compare(Imu imu, long at)
        {
            // Orientation goes on the wire in billionths; raising turns about y in the negative sense.
            Rotation truth = Rotation.By(new Vector(0, -_forearm.ElevationRadians(at), 0));
            Rotation estimate = new(imu.Orientation[0] * 1e-9, imu.Orientation[1] * 1e-9, imu.Orientation[2] * 1e-9, imu.Orientation[3] * 1e-9);
            Rotation off = estimate.After(truth.Inverse);
            Vector up = off.Turn(new Vector(0, 0, 1));
            WorstTilt = Math.Max(WorstTilt, Math.Atan2(Math.Sqrt((up.X * up.X) + (up.Y * up.Y)), up.Z));
            WorstHeading = Math.Max(WorstHeading, Math.Abs(Math.IEEERemainder(2 * Math.Atan2(off.Z, off.W), 2 * Math.PI)));
        }

        private void Compare(PerceptionEvent contact, long at)
        {
            // The two barometers lie under the thumb's first electrodes; around a change the debounce and the sensor's period stand between.
            if (_world.Scene.TimeToNearestTransition(TransitionKind.Touch, at) < 200 * Millisecond)
            {
                return;
            }

            bool isTouched = _world.Scene.Touched(at, 0) || _world.Scene.Touched(at, 1);
            ContactsRight += contact.Active == isTouched ? 1 : 0;
            ContactsWrong += contact.Active == isTouched ? 0 : 1;
        }
    }
}
