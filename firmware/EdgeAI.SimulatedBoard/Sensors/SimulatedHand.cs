using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Generators;
using EdgeAI.SimulatedBoard.Randomness;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.SimulatedBoard.Sensors;

/// <summary>
/// A hand with three fingertips of 24 taxels, in the layout of the BioTac grasp stability set: ff 1 to 24, mf 1 to 24, th 1 to
/// 24. No chip is simulated: each reading is drawn for the state of the grasp that the scene has at that moment. The data set
/// holds grasps only, so without a grasp there is nothing to draw and the hand is not ready.
/// </summary>
public sealed class SimulatedHand : ISensor
{
    /// <summary>Taxels on the hand.</summary>
    public const int TaxelCount = 72;

    /// <summary>Nanoseconds between readings: 10 ms.</summary>
    public const long PeriodNanoseconds = 10_000_000;

    private const string StableLabel = "stable";
    private const string SlipLabel = "slip";
    private const ulong Salt = 0x6861_6E64;

    private readonly Scene _scene;
    private readonly IClock _sceneClock;
    private readonly IClock _boardClock;
    private readonly ClassConditionalGenerator _generator;
    private readonly int _stable;
    private readonly int _slip;
    private readonly float[] _values = new float[TaxelCount];
    private readonly TactileArray _reading = new(TaxelCount, 1);
    private long _lastPeriod = -1;

    /// <summary>Makes a hand.</summary>
    /// <param name="scene">What the hand does.</param>
    /// <param name="sceneClock">Nanoseconds since the scene's start.</param>
    /// <param name="boardClock">What readings are stamped with.</param>
    /// <param name="generator">Draws of 72 values with the classes "stable" and "slip".</param>
    /// <exception cref="ArgumentException">The generator has another shape or lacks a class.</exception>
    public SimulatedHand(Scene scene, IClock sceneClock, IClock boardClock, ClassConditionalGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(sceneClock);
        ArgumentNullException.ThrowIfNull(boardClock);
        ArgumentNullException.ThrowIfNull(generator);
        if (generator.ValueCount != TaxelCount)
        {
            throw new ArgumentException($"The generator '{generator.Name}' draws {generator.ValueCount} values and a hand has {TaxelCount} taxels: name a generator for a hand", nameof(generator));
        }

        _scene = scene;
        _sceneClock = sceneClock;
        _boardClock = boardClock;
        _generator = generator;
        _stable = GeneratorLabels.Require(generator, StableLabel);
        _slip = GeneratorLabels.Require(generator, SlipLabel);
        _reading.TaxelCount = TaxelCount;
        _reading.Scale = new Scale(1, 0, Unit.Count);
    }

    /// <summary>The state of the grasp that the last reading was drawn for; none before the first.</summary>
    public GraspState Truth { get; private set; }

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
        long sampled = period * PeriodNanoseconds;
        GraspState grasp = _scene.Grasp(sampled);
        if (now < 0 || period == _lastPeriod || grasp == GraspState.None)
        {
            return SensorStatus.NotReady;
        }

        _lastPeriod = period;
        Truth = grasp;
        RandomStream random = RandomStream.For(_scene.Seed ^ Salt, period);
        _generator.Draw(grasp == GraspState.Slip ? _slip : _stable, ref random, _values);
        for (int taxel = 0; taxel < TaxelCount; taxel++)
        {
            _reading.Values[taxel] = (short)Math.Clamp(_values[taxel], short.MinValue, short.MaxValue);
        }

        _reading.Stamp = SampledStamp.At(boardNow, now - sampled);
        return SensorStatus.Ok;
    }
}
