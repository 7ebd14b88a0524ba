using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Randomness;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.SimulatedBoard.Sensors;

/// <summary>
/// A magnetometer that turns with the forearm in the Earth's field: 20 uT towards north, which is the world's y (REP-103), and 45 uT down. In each
/// cycle something of iron passes it and adds 30 uT for a while. No chip is simulated.
/// </summary>
public sealed class SimulatedMagnetometer : ISensor
{
    /// <summary>Nanoseconds between readings: 10 ms.</summary>
    public const long PeriodNanoseconds = 10_000_000;

    private const double NorthMicrotesla = 20;
    private const double DownMicrotesla = 45;
    private const double IronMicrotesla = 30;
    private const double NoiseMicrotesla = 0.3;
    private const long IronComes = 5000 * SceneTime.Millisecond;
    private const long IronGoes = 6000 * SceneTime.Millisecond;
    private const ulong Salt = 0x6D_6167;

    private readonly Scene _scene;
    private readonly ArmMotion _arm;
    private readonly IClock _sceneClock;
    private readonly IClock _boardClock;
    private readonly MagneticField _reading = new();
    private long _lastPeriod = -1;

    /// <summary>Makes a magnetometer.</summary>
    /// <param name="scene">How the forearm moves.</param>
    /// <param name="sceneClock">Nanoseconds since the scene's start.</param>
    /// <param name="boardClock">What readings are stamped with.</param>
    public SimulatedMagnetometer(Scene scene, IClock sceneClock, IClock boardClock)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(sceneClock);
        ArgumentNullException.ThrowIfNull(boardClock);
        _scene = scene;
        _arm = new ArmMotion(scene.Seed);
        _sceneClock = sceneClock;
        _boardClock = boardClock;
    }

    /// <inheritdoc/>
    public Message Reading => _reading;

    /// <inheritdoc/>
    public SensorStatus Start() => SensorStatus.Ok;

    /// <summary>Whether something of iron is near.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public static bool IsDisturbed(long t) => t >= 0 && t % Scene.CycleNanoseconds is >= IronComes and < IronGoes;

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

        // The forearm turns about y, across which north lies: only the part that points down goes round. Raising turns x upwards.
        (double sine, double cosine) = ArmMotion.SinCos(_arm.ElevationRadians(sampled));
        RandomStream noise = RandomStream.For(_scene.Seed ^ Salt, period);
        Put(0, (-DownMicrotesla * sine) + (IsDisturbed(sampled) ? IronMicrotesla : 0), ref noise);
        Put(1, NorthMicrotesla, ref noise);
        Put(2, -DownMicrotesla * cosine, ref noise);
        _reading.Stamp = SampledStamp.At(boardNow, now - sampled);
        return SensorStatus.Ok;
    }

    private void Put(int axis, double microtesla, ref RandomStream noise) =>
        _reading.Field[axis] = (int)Math.Round((microtesla + (NoiseMicrotesla * noise.NextNormal())) * 1e3);
}
