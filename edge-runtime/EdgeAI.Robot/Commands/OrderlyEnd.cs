namespace EdgeAI.Robot.Commands;

/// <summary>The end of a run, step by step: one that throws is kept for the report, and keeps none of the others from being taken.</summary>
internal sealed class OrderlyEnd
{
    private readonly List<Exception> _failures = [];

    /// <summary>What went wrong, in the order in which it did.</summary>
    public IReadOnlyList<Exception> Failures => _failures;

    /// <summary>Keeps what ended the run.</summary>
    public void Add(Exception failure) => _failures.Add(failure);

    /// <summary>Takes a step.</summary>
    public void Try(Action step)
    {
        try
        {
            step();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _failures.Add(failure);
        }
    }
}
