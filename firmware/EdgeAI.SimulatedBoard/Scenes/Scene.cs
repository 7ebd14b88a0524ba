using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// A small world with a known truth. Every ten seconds a hand closes on an object, lifts it, loses it to a slip and lets go,
/// while the wrist goes through windows of motion and a person walks past the thermal array; each cycle has draws of its own.
/// Everything is a pure function of the seed and of nanoseconds since the scene's start, the same on every machine; before the
/// start (negative time) nothing happens. Safe for any number of threads; allocates nothing.
/// </summary>
public sealed class Scene : IThermalField, IElectrodeField, IBridgeInput
{
    /// <summary>The length of one cycle: 10 s.</summary>
    public const long CycleNanoseconds = 10_000_000_000;

    /// <summary>A person counts as present while the body makes up at least half of what this many of the 64 pixels see.</summary>
    public const int PersonPixels = 6;

    /// <summary>Electrodes on the hand, numbered 0 to 11: four each on thumb, forefinger and middle finger, the tip first.</summary>
    public const int ElectrodeCount = GraspStory.ElectrodeCount;

    private const ulong ElectrodeSalt = 0x656C_6563;
    private const ulong BridgeSalt = 0x6272_6964;

    // About 248 counts at the MPR121's reset configuration (see SimulatedMpr121); full contact takes away about one tenth.
    private const double OpenPicofarads = 10;
    private const double ContactPicofarads = 1.2;
    private const double ElectrodeNoisePicofarads = 0.01;

    // A hand trembles: 5 mN.
    private const double ForceNoiseNewton = 0.005;

    private readonly GraspStory _grasp;
    private readonly PersonStory _person;
    private readonly MotionStory _motion;

    /// <summary>Makes the scene that belongs to a seed.</summary>
    public Scene(ulong seed)
    {
        Seed = seed;
        _grasp = new GraspStory(seed);
        _person = new PersonStory(seed);
        _motion = new MotionStory(seed);
        Arm = new ArmStory(seed);
    }

    /// <summary>The arm: how it moves, and what pushes it.</summary>
    public ArmStory Arm { get; }

    /// <summary>What all draws come from.</summary>
    public ulong Seed { get; }

    /// <summary>Whether a person is in the thermal array's field: at least <see cref="PersonPixels"/> pixels covered.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public bool PersonPresent(long t) => _person.PresentAt(t);

    /// <summary>How many of the 64 pixels the person covers.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public int PersonCoveredPixels(long t) => _person.CoveredPixelsAt(t);

    /// <summary>How much of what one of the 64 pixels sees the person makes up, 0 to 1; at half or more it counts as covered.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    /// <param name="pixel">0 to 63, row-major.</param>
    public double PersonShare(long t, int pixel) => _person.ShareAt(t, pixel);

    /// <summary>When the person becomes present in a cycle, and when no longer, in nanoseconds since the scene's start.</summary>
    /// <param name="cycle">The cycle's number, from 0.</param>
    public (long Appears, long Disappears) PersonPresence(long cycle) => _person.PresenceIn(cycle);

    /// <summary>Whether an electrode is touched: at least half covered.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    /// <param name="electrode">0 to 11.</param>
    public bool Touched(long t, int electrode) => _grasp.TouchedAt(t, electrode);

    /// <summary>Whether any electrode is touched.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public bool AnyTouched(long t) => _grasp.AnyTouchedAt(t);

    /// <summary>The force between the fingers, in newton: 0 open, 3 to 8 in a stable grasp, 0.4 of that in a slip.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public double GripForceNewton(long t) => _grasp.ForceAt(t);

    /// <summary>How the hand stands to the object.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public GraspState Grasp(long t) => _grasp.GraspAt(t);

    /// <summary>The window of wrist readings that an instant lies in, or null between windows.</summary>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public WrenchWindow? WrenchWindowAt(long t) => _motion.WindowAt(t);

    /// <summary>The window of one activity that an instant lies in, or null.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public WrenchWindow? WrenchWindowAt(MotionActivity activity, long t) =>
        _motion.WindowAt(t) is { } window && window.Activity == activity ? window : null;

    /// <summary>The window with a number, counted over all activities from 0.</summary>
    public WrenchWindow WrenchWindowByNumber(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return _motion.Window(number);
    }

    /// <summary>Nanoseconds to the nearest change of one truth, before or after, so that a comparer can leave out a margin.</summary>
    /// <param name="kind">Which truth.</param>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public long TimeToNearestTransition(TransitionKind kind, long t) => kind switch
    {
        TransitionKind.Person => _person.DistanceToChange(t),
        TransitionKind.Touch => _grasp.DistanceToTouchChange(t),
        TransitionKind.Grasp => _grasp.DistanceToGraspChange(t),
        TransitionKind.Wrench => _motion.DistanceToChange(t),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Nanoseconds to the nearest instant at which <see cref="GripForceNewton"/> passes a threshold, before or after.</summary>
    /// <param name="thresholdNewton">The threshold, in newton.</param>
    /// <param name="t">Nanoseconds since the scene's start.</param>
    public long TimeToNearestForceCrossing(double thresholdNewton, long t) => _grasp.DistanceToForceCrossing(t, thresholdNewton);

    /// <inheritdoc/>
    public double PixelCelsius(long nanoseconds, int pixel) => _person.PixelAt(nanoseconds, pixel);

    /// <inheritdoc/>
    public double BodyCelsius(long nanoseconds) => PersonStory.BackgroundCelsius + 3;

    /// <inheritdoc/>
    public double Picofarads(long nanoseconds, int electrode)
    {
        RandomStream noise = RandomStream.For(Seed ^ ElectrodeSalt, nanoseconds, electrode);
        double spread = 1 + (0.06 * (RandomStream.UniformAt(Seed ^ ElectrodeSalt, -1, electrode) - 0.5));
        return (OpenPicofarads * spread) + (ContactPicofarads * _grasp.ContactAt(nanoseconds, electrode)) + (ElectrodeNoisePicofarads * noise.NextNormal());
    }

    /// <inheritdoc/>
    public double MillivoltsPerVolt(long nanoseconds)
    {
        RandomStream noise = RandomStream.For(Seed ^ BridgeSalt, nanoseconds);
        return BridgeCalibration.MillivoltsPerVolt(GripForceNewton(nanoseconds) + (ForceNoiseNewton * noise.NextNormal()));
    }
}
