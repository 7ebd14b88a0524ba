namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>One window of wrist readings with what truly happens in it.</summary>
/// <param name="Activity">What the arm does.</param>
/// <param name="LabelIndex">The place of <paramref name="Label"/> in <see cref="MotionLabels.Of"/>.</param>
/// <param name="Label">What happens, in the data set's words.</param>
/// <param name="Number">The window's number in the scene over all activities, from 0.</param>
/// <param name="StartNanoseconds">When its first sample is taken, in nanoseconds since the scene's start.</param>
public readonly record struct WrenchWindow(MotionActivity Activity, int LabelIndex, string Label, long Number, long StartNanoseconds)
{
    /// <summary>Samples in a window (robotFailureInformation.txt, "Attributes": 15 force/torque samples).</summary>
    public const int SampleCount = 15;

    /// <summary>Axes in a sample: Fx, Fy, Fz, Tx, Ty, Tz.</summary>
    public const int AxisCount = 6;

    /// <summary>Nanoseconds between samples: the data set gives 315 ms for 15 samples, so 21 ms.</summary>
    public const long SamplePeriodNanoseconds = 21_000_000;

    /// <summary>Nanoseconds from the first sample to the end of the last one's period: 315 ms.</summary>
    public const long DurationNanoseconds = SampleCount * SamplePeriodNanoseconds;

    /// <summary>When the last sample's period ends, in nanoseconds since the scene's start.</summary>
    public long EndNanoseconds => StartNanoseconds + DurationNanoseconds;
}
