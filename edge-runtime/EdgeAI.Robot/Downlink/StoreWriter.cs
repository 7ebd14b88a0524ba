using EdgeAI.Perception.Store;
using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>Changes a model store from a command: waits a little for another writer to be done.</summary>
/// <param name="open">Opens the store, at its first use.</param>
/// <param name="time">The clock of the pauses.</param>
internal sealed class StoreWriter(Func<ModelStore> open, TimeProvider time)
{
    private const int Tries = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Lazy<ModelStore> _store = new(open, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>One change: what it found, and a line that names the thing and the mend.</summary>
    public delegate StoreRefusal Change(ModelStore store, out string problem);

    /// <summary>The store.</summary>
    public ModelStore Store => _store.Value;

    /// <summary>Does a change.</summary>
    public async Task<(StoreRefusal Refusal, string Problem)> WriteAsync(Change change, CancellationToken stop)
    {
        for (int tries = 1; ; tries++)
        {
            StoreRefusal refusal = change(Store, out string problem);
            if (refusal != StoreRefusal.Busy || tries == Tries)
            {
                return (refusal, problem);
            }

            await Task.Delay(Pause, time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Has robots run what they ran before a generation; nothing where they run another one.</summary>
    public async Task<HandlerResult> RollBackAsync(string name, int from, string why, CancellationToken stop)
    {
        (StoreRefusal refusal, string problem) = await WriteAsync(
            (ModelStore store, out string reason) =>
            {
                StoreRefusal found = store.Find(name, out ModelRef? model, out reason);
                return found != StoreRefusal.None || model!.Current != from ? found : store.Rollback(name, why, out _, out reason);
            },
            stop).ConfigureAwait(false);
        return refusal == StoreRefusal.None ? HandlerResult.Done : HandlerResult.Failed(ReasonOf(refusal), problem);
    }

    /// <summary>Has robots run again what they ran before a rollout; nothing where they run another generation than it brought.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="from">The generation that the rollout brought.</param>
    /// <param name="before">The one before; 0 where there was no such model.</param>
    /// <param name="why">Why, for the log.</param>
    /// <param name="stop">Ends the waiting for another writer.</param>
    public async Task<HandlerResult> ReturnAsync(string name, int from, int before, string why, CancellationToken stop)
    {
        (StoreRefusal refusal, string problem) = await WriteAsync(
            (ModelStore store, out string reason) =>
            {
                if (before == 0)
                {
                    return store.GiveUp(name, from, why, out reason);
                }

                StoreRefusal found = store.Find(name, out ModelRef? model, out reason);
                return found != StoreRefusal.None || model!.Current != from ? found
                    : model.History is [.., int last] && last == before ? store.Rollback(name, why, out _, out reason) : store.Promote(name, before, why, null, out reason);
            },
            stop).ConfigureAwait(false);
        return refusal == StoreRefusal.None ? HandlerResult.Done : HandlerResult.Failed(ReasonOf(refusal), problem);
    }

    /// <summary>The reason that a refusal of the store is told as.</summary>
    public static CommandReason ReasonOf(StoreRefusal refusal) => refusal == StoreRefusal.Full ? CommandReason.NoRoom : CommandReason.StoreRefused;
}
