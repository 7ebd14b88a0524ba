using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Stages;

/// <summary>
/// One step of perception: takes samples, sometimes answers, with a decision or with a message derived from them. Runs on its
/// graph thread, allocates nothing after construction, never throws for what a sample holds.
/// </summary>
/// <typeparam name="TInput">The reading that it takes.</typeparam>
/// <typeparam name="TOutput">The message that it makes.</typeparam>
public interface IStage<TInput, TOutput>
    where TInput : Message
    where TOutput : Message
{
    /// <summary>Takes one reading.</summary>
    /// <param name="input">The reading, borrowed for the length of the call.</param>
    /// <param name="output">Filled when the outcome is <see cref="StageOutcome.Decided"/>. Its stamp and age are set by the caller; its frame is the input's where the stage sets no other.</param>
    /// <param name="oldestInput">The instant (robot timeline, nanoseconds) of the oldest reading that the answer rests on.</param>
    /// <returns>Whether there is an answer, and if not, why.</returns>
    StageOutcome Process(in Sample<TInput> input, TOutput output, out long oldestInput);

    /// <summary>
    /// Asked after an answer what else it rests on than the samples since the last one: a stage that keeps readings from before widens by
    /// theirs what the answer is published with.
    /// </summary>
    /// <param name="uncertaintyNanoseconds">Is raised to the widest uncertainty among them, nanoseconds.</param>
    /// <param name="flags">Gets every flag of theirs.</param>
    void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags)
    {
    }

    /// <summary>
    /// Told that the answer just given was withheld for its age: nobody has heard it. A stage that speaks only of changes has to
    /// say it again; one that answers every reading, or every window, has nothing to do.
    /// </summary>
    void DecisionWithheld()
    {
    }
}
