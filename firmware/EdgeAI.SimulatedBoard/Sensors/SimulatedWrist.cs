using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Generators;
using EdgeAI.SimulatedBoard.Randomness;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.SimulatedBoard.Sensors;

/// <summary>
/// A six-axis wrist that reports the windows of one activity: 15 samples of Fx Fy Fz Tx Ty Tz, 21 ms apart, then silence until
/// the scene's next window of that activity. No chip is simulated: each window is drawn whole for the class that the scene gives
/// it. Values are counts, because the data set documents no unit. A started window is always finished, one sample per reading,
/// each stamped with the instant at which it was due; a window that nobody read until its end is never begun, and is counted.
/// </summary>
public sealed class SimulatedWrist : ISensor
{
    private const ulong Salt = 0x7772_6973;
    private const int ValueCount = WrenchWindow.SampleCount * WrenchWindow.AxisCount;

    private readonly Scene _scene;
    private readonly IClock _sceneClock;
    private readonly IClock _boardClock;
    private readonly ClassConditionalGenerator _generator;
    private readonly int[] _labels;
    private readonly float[] _values = new float[ValueCount];
    private readonly WrenchStamped _reading = new();
    private int _nextSample = WrenchWindow.SampleCount;
    private long _lastNumber = -1;

    /// <summary>Makes a wrist that reports one activity.</summary>
    /// <param name="scene">What the wrist goes through.</param>
    /// <param name="sceneClock">Nanoseconds since the scene's start.</param>
    /// <param name="boardClock">What readings are stamped with.</param>
    /// <param name="activity">The activity whose windows are reported.</param>
    /// <param name="generator">Draws of 15 x 6 values with the activity's classes (see <see cref="MotionLabels"/>).</param>
    /// <exception cref="ArgumentException">The generator has another shape or lacks a class.</exception>
    public SimulatedWrist(Scene scene, IClock sceneClock, IClock boardClock, MotionActivity activity, ClassConditionalGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(sceneClock);
        ArgumentNullException.ThrowIfNull(boardClock);
        ArgumentNullException.ThrowIfNull(generator);
        if (!generator.Shape.SequenceEqual([WrenchWindow.SampleCount, WrenchWindow.AxisCount]))
        {
            throw new ArgumentException($"The generator '{generator.Name}' has the shape [{string.Join(", ", generator.Shape.ToArray())}] and a wrist's window is [15, 6]: name a generator for a wrist", nameof(generator));
        }

        _scene = scene;
        _sceneClock = sceneClock;
        _boardClock = boardClock;
        _generator = generator;
        Activity = activity;
        ReadOnlySpan<string> labels = MotionLabels.Of(activity);
        _labels = new int[labels.Length];
        for (int index = 0; index < labels.Length; index++)
        {
            _labels[index] = GeneratorLabels.Require(generator, labels[index]);
        }

        _reading.ForceScale = new Scale(1, 0, Unit.Count);
        _reading.TorqueScale = new Scale(1, 0, Unit.Count);
    }

    /// <summary>The activity whose windows are reported.</summary>
    public MotionActivity Activity { get; }

    /// <summary>The window, with its true label, that the last reading belongs to; null before the first.</summary>
    public WrenchWindow? Truth { get; private set; }

    /// <summary>Windows of the activity that passed without a single reading since the first one.</summary>
    public long MissedWindows { get; private set; }

    /// <inheritdoc/>
    public Message Reading => _reading;

    /// <inheritdoc/>
    public SensorStatus Start() => SensorStatus.Ok;

    /// <inheritdoc/>
    public SensorStatus Read()
    {
        long now = _sceneClock.Nanoseconds;
        long boardNow = _boardClock.Nanoseconds;
        if (_nextSample == WrenchWindow.SampleCount && !TryBegin(now))
        {
            return SensorStatus.NotReady;
        }

        long due = Truth.GetValueOrDefault().StartNanoseconds + (_nextSample * WrenchWindow.SamplePeriodNanoseconds);
        if (now < due)
        {
            return SensorStatus.NotReady;
        }

        Span<float> sample = _values.AsSpan(_nextSample * WrenchWindow.AxisCount, WrenchWindow.AxisCount);
        for (int axis = 0; axis < 3; axis++)
        {
            _reading.Force[axis] = (int)sample[axis];
            _reading.Torque[axis] = (int)sample[axis + 3];
        }

        _nextSample++;
        _reading.Stamp = SampledStamp.At(boardNow, now - due);
        return SensorStatus.Ok;
    }

    private bool TryBegin(long now)
    {
        if (_scene.WrenchWindowAt(Activity, now) is not { } window || window.Number == _lastNumber)
        {
            return false;
        }

        for (long number = _lastNumber + 1; _lastNumber >= 0 && number < window.Number; number++)
        {
            MissedWindows += _scene.WrenchWindowByNumber(number).Activity == Activity ? 1 : 0;
        }

        _lastNumber = window.Number;
        Truth = window;
        RandomStream random = RandomStream.For(_scene.Seed ^ Salt, window.Number);
        _generator.Draw(_labels[window.LabelIndex], ref random, _values);
        _nextSample = 0;
        return true;
    }
}
