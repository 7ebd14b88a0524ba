using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Fusion;

/// <summary>An input whose answers do not depend on when samples came: the only kind that a <see cref="ReproducibleJoin{TPrimary}"/> takes.</summary>
/// <typeparam name="T">The input's payload.</typeparam>
/// <param name="name">The input's name.</param>
/// <param name="required">Whether a primary sample is dropped where this input has nothing for it.</param>
/// <param name="interpolator">What belongs to an instant.</param>
/// <param name="options">The bounds of what is held.</param>
/// <param name="newPayload">Makes one payload, large enough for the stream.</param>
/// <param name="clock">The robot's timeline.</param>
public sealed class ReproducibleInput<T>(string name, bool required, ReproducibleInterpolator<T> interpolator, HistoryOptions options, Func<T> newPayload, IClock clock)
    : JoinInput<T>(name, required, interpolator, options, newPayload, clock), IReproducibleInput
{
    JoinInput IReproducibleInput.Input => this;
}
