using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// The arm's part of each cycle: sixteen slots of 600 ms from 0.2 s on, in each of which one window of 315 ms begins within the
/// first 100 ms. So at least 185 ms of silence lie between two windows, of whatever activity.
/// </summary>
internal sealed class MotionStory(ulong seed)
{
    public const int SlotCount = 16;

    private const ulong Salt = 0x6D6F_7469_6F6E;
    private const long FirstSlot = 200 * SceneTime.Millisecond;
    private const long SlotNanoseconds = 600 * SceneTime.Millisecond;

    // The wrist meets an obstacle on its way to the object in every cycle, so that a short run shows it.
    private const int ObstacleSlot = 1;

    // Approach until the hand has closed, transfer and motion while it holds, the failure's outcome while the object slips and at
    // the end of the cycle, the way back in between.
    private static readonly MotionActivity[] SlotActivities =
    [
        MotionActivity.ApproachToGrasp,
        MotionActivity.ApproachToGrasp,
        MotionActivity.ApproachToGrasp,
        MotionActivity.ApproachToGrasp,
        MotionActivity.TransferOfPart,
        MotionActivity.TransferOfPart,
        MotionActivity.TransferOfPart,
        MotionActivity.MotionWithPart,
        MotionActivity.MotionWithPart,
        MotionActivity.MotionWithPart,
        MotionActivity.PositionAfterTransferFailure,
        MotionActivity.PositionAfterTransferFailure,
        MotionActivity.ApproachToUngrasp,
        MotionActivity.ApproachToUngrasp,
        MotionActivity.ApproachToUngrasp,
        MotionActivity.PositionAfterTransferFailure,
    ];

    public WrenchWindow? WindowAt(long t)
    {
        long number = NumberAt(t);
        if (number < 0)
        {
            return null;
        }

        WrenchWindow window = Window(number);
        return t >= window.StartNanoseconds && t < window.EndNanoseconds ? window : null;
    }

    /// <summary>The window with a number, from 0 on.</summary>
    public WrenchWindow Window(long number)
    {
        long cycle = number / SlotCount;
        int slot = (int)(number % SlotCount);
        MotionActivity activity = SlotActivities[slot];
        ReadOnlySpan<string> labels = MotionLabels.Of(activity);
        int label = slot == ObstacleSlot
            ? labels.IndexOf("obstruction")
            : (int)(RandomStream.UniformAt(seed ^ Salt, cycle, slot) * labels.Length);
        long late = (long)(RandomStream.UniformAt(seed ^ Salt, cycle, SlotCount + slot) * 100 * SceneTime.Millisecond);
        long start = SceneTime.StartOf(cycle) + FirstSlot + (slot * SlotNanoseconds) + late;
        return new WrenchWindow(activity, label, labels[label], number, start);
    }

    public long DistanceToChange(long t)
    {
        long distance = SceneTime.Never;
        long number = NumberAt(t);
        for (long near = Math.Max(0, number - 1); near <= number + 1; near++)
        {
            WrenchWindow window = Window(near);
            distance = SceneTime.Nearer(SceneTime.Nearer(distance, t, window.StartNanoseconds), t, window.EndNanoseconds);
        }

        return distance;
    }

    /// <summary>The number of the slot that an instant lies in, or of the last one before it; -1 before the first.</summary>
    private static long NumberAt(long t)
    {
        long cycle = SceneTime.CycleOf(t);
        if (cycle < 0)
        {
            return -1;
        }

        long since = t - SceneTime.StartOf(cycle) - FirstSlot;
        return since < 0 ? (cycle * SlotCount) - 1 : (cycle * SlotCount) + Math.Min(SlotCount - 1, since / SlotNanoseconds);
    }
}
