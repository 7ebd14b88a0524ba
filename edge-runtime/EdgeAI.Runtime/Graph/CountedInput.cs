using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>One input of a stage that answers by itself: counts what it takes.</summary>
/// <typeparam name="T">The message that it takes.</typeparam>
/// <param name="runner">The stage's runner.</param>
/// <param name="consumer">What takes the samples.</param>
internal sealed class CountedInput<T>(StageRunner runner, ISampleConsumer<T> consumer) : ISampleConsumer<T>
    where T : Message
{
    /// <inheritdoc/>
    public void Take(in Sample<T> sample)
    {
        runner.CountTaken();
        consumer.Take(in sample);
    }
}
