using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Fusion;

/// <summary>An input that answers at once with what has come: for a <see cref="GreedyJoin{TPrimary}"/>.</summary>
/// <typeparam name="T">The input's payload.</typeparam>
/// <param name="name">The input's name.</param>
/// <param name="required">Whether a primary sample is dropped where this input has nothing for it.</param>
/// <param name="interpolator">What belongs to an instant.</param>
/// <param name="options">The bounds of what is held.</param>
/// <param name="newPayload">Makes one payload, large enough for the stream.</param>
/// <param name="clock">The robot's timeline.</param>
public sealed class GreedyInput<T>(string name, bool required, GreedyInterpolator<T> interpolator, HistoryOptions options, Func<T> newPayload, IClock clock)
    : JoinInput<T>(name, required, interpolator, options, newPayload, clock), IGreedyInput
{
    JoinInput IGreedyInput.Input => this;
}
