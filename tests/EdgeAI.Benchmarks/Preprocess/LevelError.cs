namespace EdgeAI.Benchmarks.Preprocess;

/// <summary>How far our levels are from OpenCV's.</summary>
internal sealed class LevelError
{
    private double _sum;
    private float _largest;
    private long _count;

    /// <summary>Runs both ways on the subject's frame.</summary>
    public void Add(PreprocessSubject subject)
    {
        subject.RunOurs();
        subject.RunTheirs();
        for (int place = 0; place < subject.Ours.Length; place++)
        {
            float error = Math.Abs(subject.Ours[place] - subject.Theirs[place]);
            _largest = Math.Max(_largest, error);
            _sum += error;
        }

        _count += subject.Ours.Length;
    }

    public override string ToString() => _count == 0 ? "none at hand" : $"{_largest,3:F0} {_sum / _count,9:F5}";
}
