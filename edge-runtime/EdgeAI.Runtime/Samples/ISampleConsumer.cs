namespace EdgeAI.Runtime.Samples;

/// <summary>Takes the samples of one stream: a stage, a join, a sink.</summary>
/// <typeparam name="T">The payload.</typeparam>
public interface ISampleConsumer<T>
{
    /// <summary>Takes one sample, borrowed for the length of the call. Runs on its graph thread and allocates nothing.</summary>
    /// <param name="sample">The sample; what is kept of it is copied.</param>
    void Take(in Sample<T> sample);
}
