using System.Threading.Channels;

namespace EdgeAI.City.Sources;

/// <summary>A broker, or the nodes of a cluster, that gateway batches are consumed from.</summary>
internal interface IRecordSource
{
    /// <summary>The most messages of a session that are not acknowledged.</summary>
    int Window { get; }

    /// <summary>Connects and begins to consume.</summary>
    /// <param name="arrivals">Where the messages go, in the order in which they come.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="CityException">It cannot consume: the message names the broker, the reason and the mend.</exception>
    Task<IRecordSession> OpenAsync(ChannelWriter<Arrival> arrivals, CancellationToken cancellation);
}
