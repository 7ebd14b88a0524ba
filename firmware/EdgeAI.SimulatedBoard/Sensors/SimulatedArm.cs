using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Randomness;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.SimulatedBoard.Sensors;

/// <summary>
/// An arm of two joints that tells their positions, rates and motor torques each millisecond, as a servo drive does: rounded, the torques with the
/// noise of a current sensor. No chip is simulated; the motion and what pushes the arm are the scene's.
/// </summary>
public sealed class SimulatedArm : ISensor
{
    /// <summary>Nanoseconds between readings: 1 ms.</summary>
    public const long PeriodNanoseconds = 1_000_000;

    private const ulong Salt = 0x61_726D_32;

    // 30 mN m, about a percent of what the elbow bears.
    private const double TorqueNoise = 0.03;

    private readonly Scene _scene;
    private readonly IClock _sceneClock;
    private readonly IClock _boardClock;
    private readonly JointState _reading = new();
    private long _lastPeriod = -1;

    /// <summary>Makes an arm.</summary>
    /// <param name="scene">How the arm moves and what pushes it.</param>
    /// <param name="sceneClock">Nanoseconds since the scene's start.</param>
    /// <param name="boardClock">What readings are stamped with.</param>
    public SimulatedArm(Scene scene, IClock sceneClock, IClock boardClock)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(sceneClock);
        ArgumentNullException.ThrowIfNull(boardClock);
        _scene = scene;
        _sceneClock = sceneClock;
        _boardClock = boardClock;
        _reading.Count = ArmStory.JointCount;
        _reading.Parts = JointStateParts.Position | JointStateParts.Velocity | JointStateParts.Effort;
        _reading.VelocityScale = new Scale(1, -5, Unit.RadianPerSecond);
        _reading.EffortScale = new Scale(1, -3, Unit.NewtonMetre);
    }

    /// <inheritdoc/>
    public Message Reading => _reading;

    /// <inheritdoc/>
    public SensorStatus Start() => SensorStatus.Ok;

    /// <inheritdoc/>
    public SensorStatus Read()
    {
        long now = _sceneClock.Nanoseconds;
        long boardNow = _boardClock.Nanoseconds;
        long period = now / PeriodNanoseconds;
        if (now < 0 || period == _lastPeriod)
        {
            return SensorStatus.NotReady;
        }

        _lastPeriod = period;
        long sampled = period * PeriodNanoseconds;
        (JointMotion shoulder, JointMotion elbow) = _scene.Arm.Motion(sampled);
        (double shoulderTorque, double elbowTorque) = _scene.Arm.MotorTorques(sampled);
        RandomStream noise = RandomStream.For(_scene.Seed ^ Salt, period);
        Put(0, in shoulder, shoulderTorque + (TorqueNoise * noise.NextNormal()));
        Put(1, in elbow, elbowTorque + (TorqueNoise * noise.NextNormal()));
        _reading.Stamp = SampledStamp.At(boardNow, now - sampled);
        return SensorStatus.Ok;
    }

    private void Put(int joint, in JointMotion motion, double torque)
    {
        _reading.Position[joint] = (int)Math.Round(motion.Angle * 1e6);
        _reading.Velocity[joint] = (int)Math.Round(motion.Rate * 1e5);
        _reading.Effort[joint] = (int)Math.Round(torque * 1e3);
    }
}
