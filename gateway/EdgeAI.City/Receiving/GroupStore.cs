using EdgeAI.City.Sources;
using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.City.Receiving;

/// <summary>
/// Stores groups of messages whatever happens: a database that is away is tried again for as long as it takes, while the broker keeps the messages;
/// a message that the database does not take, alone of its group, is set aside, so that it holds up nothing.
/// </summary>
internal sealed class GroupStore(BatchStore store, ReceiverOptions options, ReceiverCounters counters)
{
    private readonly Backoff _backoff = new(options.InitialBackoff, options.MaximumBackoff, options.Time);

    /// <summary>Stores a group; what became of it.</summary>
    public async Task<StoredGroup> StoreAsync(IReadOnlyList<Arrival> group, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                StoredGroup stored = await StoreOrDivideAsync(group, cancellation).ConfigureAwait(false);
                _backoff.Reset();
                counters.Stored(stored);
                return stored;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !cancellation.IsCancellationRequested)
            {
                counters.CommitFailed(exception is CityException ? exception.Message : $"the database: {ErrorLine.Of(exception)}");
                await _backoff.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<StoredGroup> StoreOrDivideAsync(IReadOnlyList<Arrival> group, CancellationToken cancellation)
    {
        try
        {
            return await store.StoreAsync(group, cancellation).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (CityDatabase.IsOfTheMessage(exception))
        {
            if (group.Count == 1)
            {
                return await store.RefuseAsync(group[0], $"the database does not take it: {exception.MessageText}", cancellation).ConfigureAwait(false);
            }

            StoredGroup stored = await StoreOrDivideAsync([.. group.Take(group.Count / 2)], cancellation).ConfigureAwait(false);
            stored.Add(await StoreOrDivideAsync([.. group.Skip(group.Count / 2)], cancellation).ConfigureAwait(false));
            return stored;
        }
    }
}
