using EdgeAI.Device.Messages;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.Robot.Truth;

/// <summary>
/// Holds every decision against what the simulated scene knows to be true at the decision's stamp. Around a change of the truth
/// a margin is left out, because a sensor with a period and a rule with a debounce must be later than the truth.
/// </summary>
internal sealed class SceneComparison : IStageObserver
{
    private static readonly string[] YesNo = ["no", "yes"];

    // The thermal array renews its picture ten times a second, the others eighty or more; stages debounce over a few readings.
    private const long SlowMargin = 350_000_000;
    private const long FastMargin = 120_000_000;

    private readonly Dictionary<StreamId, Comparison> _comparisons = [];
    private readonly SimulatedHumanoid _world;

    /// <summary>Makes the comparison for a profile's stages.</summary>
    /// <param name="stages">The stages.</param>
    /// <param name="world">The scene that knows.</param>
    /// <param name="labelsOf">The class names of a stage with a model.</param>
    public SceneComparison(IEnumerable<StageProfile> stages, SimulatedHumanoid world, Func<StageProfile, string[]> labelsOf)
    {
        _world = world;
        foreach (StageProfile stage in stages)
        {
            string[] labels = stage.Model is null ? YesNo : labelsOf(stage);
            _comparisons.Add(new StreamId(0, (byte)stage.Stream), new Comparison(stage, labels));
        }
    }

    /// <inheritdoc/>
    public void Observe(in Sample<Message> output)
    {
        Comparison comparison = _comparisons[output.Source];
        long at = output.Stamp.Nanoseconds - _world.StartNanoseconds;
        int truth = TruthAt(comparison, at, out long distance);
        if (truth < 0 || distance < comparison.Margin)
        {
            comparison.Tally.CountLeftOut();
            return;
        }

        int perceived = output.Value switch
        {
            Classification classification => classification.ClassIndex,
            PerceptionEvent perception => perception.Active ? 1 : 0,
            _ => throw new InvalidOperationException($"nothing is known to be true about {output.Value.Type}"),
        };
        comparison.Tally.Count(truth, perceived);
    }

    /// <summary>The comparison of one stage.</summary>
    public TruthTally TallyOf(string stage) => _comparisons.Values.First(comparison => comparison.Stage.Name == stage).Tally;

    /// <summary>One line per stage that was compared.</summary>
    public IEnumerable<string> Report()
    {
        yield return "Truth    the world is simulated, so what was perceived is held against what was true:";
        foreach (Comparison comparison in _comparisons.Values)
        {
            TruthTally tally = comparison.Tally;
            if (tally.Compared > 0)
            {
                yield return $"  {tally.Question,-52} {tally.Agreeing} of {tally.Compared} agree ({tally.Accuracy:P1}), {tally.LeftOut} left out at changes";
            }
        }
    }

    private int TruthAt(Comparison comparison, long at, out long distance)
    {
        Scene scene = _world.Scene;
        switch (comparison.Stage.Kind)
        {
            case StageKind.Presence:
                distance = scene.TimeToNearestTransition(TransitionKind.Person, at);
                return scene.PersonPresent(at) ? 1 : 0;
            case StageKind.Touch:
                distance = scene.TimeToNearestTransition(TransitionKind.Touch, at);
                return scene.AnyTouched(at) ? 1 : 0;
            case StageKind.Force:
                double threshold = comparison.Stage.ThresholdNewton ?? 0;
                distance = scene.TimeToNearestForceCrossing(threshold, at);
                return scene.GripForceNewton(at) >= threshold ? 1 : 0;
            case StageKind.GraspStability:
                distance = scene.TimeToNearestTransition(TransitionKind.Grasp, at);
                return scene.Grasp(at) switch
                {
                    GraspState.Slip => comparison.SlipIndex,
                    GraspState.Stable => comparison.StableIndex,
                    _ => -1,
                };
            case StageKind.WrenchFailure:
                // A window is drawn whole for one class: there is no change inside it.
                distance = long.MaxValue;
                return scene.WrenchWindowAt(comparison.Activity, at) is { } window ? comparison.Tally.IndexOf(window.Label) : -1;
            default:
                distance = 0;
                return -1;
        }
    }

    private sealed class Comparison
    {
        public Comparison(StageProfile stage, string[] labels)
        {
            Stage = stage;
            Tally = new TruthTally(stage.Name, labels);
            SlipIndex = Tally.IndexOf("slip");
            StableIndex = Tally.IndexOf("stable");
            Margin = stage.Kind == StageKind.Presence ? SlowMargin : FastMargin;
            if (stage.Activity is { } activity && MotionLabels.TryParse(ProfileNames.Of(activity), out MotionActivity motion))
            {
                Activity = motion;
            }
        }

        public StageProfile Stage { get; }

        public TruthTally Tally { get; }

        public int SlipIndex { get; }

        public int StableIndex { get; }

        public long Margin { get; }

        public MotionActivity Activity { get; }
    }
}
