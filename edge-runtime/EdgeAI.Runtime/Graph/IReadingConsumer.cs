using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>Takes the readings of one stream.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IReadingConsumer<T>
    where T : Message
{
    /// <summary>Takes one reading, borrowed for the length of the call. Runs on the executor's thread and allocates nothing.</summary>
    void Take(in Sample<T> sample);
}
