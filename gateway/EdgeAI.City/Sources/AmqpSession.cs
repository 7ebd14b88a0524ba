using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace EdgeAI.City.Sources;

/// <summary>One AMQP connection: a channel that consumes and acknowledges, and one that publishes with confirms.</summary>
internal sealed class AmqpSession : IRecordSession
{
    // The MQTT plugin publishes to this exchange, with dots for the slashes, and takes from there what its clients subscribed to. Ids may have dots
    // of their own, so any number of words stands between the two ends.
    private const string Exchange = "amq.topic";
    private const string Binding = "edgeai.v1.#.records";

    // From this release on a quorum queue drops a message that was delivered 20 times without an acknowledgement, unless told otherwise.
    private const int ReleaseWithDeliveryLimit = 4;

    private readonly TimeSpan _patience;
    private readonly IConnection _connection;
    private readonly ChannelWriter<Arrival> _arrivals;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IChannel? _consuming;
    private IChannel? _publishing;

    public AmqpSession(IConnection connection, string name, ChannelWriter<Arrival> arrivals, TimeSpan patience)
    {
        _connection = connection;
        _patience = patience;
        _arrivals = arrivals;
        Name = name;
        connection.ConnectionShutdownAsync += OnShutdownAsync;
    }

    public string Name { get; }

    public Task<string> Ended => _ended.Task;

    /// <summary>Declares the queue where that is asked for, and begins to consume.</summary>
    /// <exception cref="CityException">The queue is not there, or is one of another kind.</exception>
    public async Task BeginAsync(string queue, ushort window, bool declare, CancellationToken cancellation)
    {
        _consuming = await _connection.CreateChannelAsync(cancellationToken: cancellation).ConfigureAwait(false);
        _publishing = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellation).ConfigureAwait(false);
        _consuming.ChannelShutdownAsync += OnShutdownAsync;
        _publishing.ChannelShutdownAsync += OnShutdownAsync;
        try
        {
            if (declare)
            {
                await _consuming.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, ArgumentsFor(_connection), cancellationToken: cancellation).ConfigureAwait(false);
                await _consuming.QueueBindAsync(queue, Exchange, Binding, cancellationToken: cancellation).ConfigureAwait(false);
            }

            await _consuming.BasicQosAsync(0, window, global: false, cancellation).ConfigureAwait(false);
            AsyncEventingBasicConsumer consumer = new(_consuming);
            consumer.ReceivedAsync += OnMessageAsync;
            consumer.UnregisteredAsync += OnCancelledAsync;
            await _consuming.BasicConsumeAsync(queue, autoAck: false, consumer, cancellation).ConfigureAwait(false);
        }
        catch (OperationInterruptedException exception)
        {
            throw new CityException($"{Name}: {exception.ShutdownReason?.ReplyText ?? ErrorLine.Of(exception)}: declare the quorum queue '{queue}' and bind it to {Exchange} with {Binding}, or use --declare", exception);
        }
    }

    public async Task AcknowledgeAsync(IReadOnlyList<Arrival> arrivals, CancellationToken cancellation)
    {
        if (arrivals.Count > 0)
        {
            await _consuming!.BasicAckAsync(((AmqpArrival)arrivals[^1]).Tag, multiple: true, cancellation).ConfigureAwait(false);
        }
    }

    // A receipt that no queue takes is dropped: the gateway is away. It sends again what it has no receipt for, and gets one then.
    public async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(_patience);
        try
        {
            await _publishing!.BasicPublishAsync(Exchange, topic.Replace('/', '.'), mandatory: false, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, payload, bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CityException($"{Name} does not confirm what was published within {_patience.TotalSeconds:0} s: look at its alarms (memory, disk) and whether most nodes of its cluster are there");
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.CloseAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It is being given up: that it ends badly changes nothing.
        }

        foreach (IAsyncDisposable? part in (IAsyncDisposable?[])[_consuming, _publishing, _connection])
        {
            if (part is not null)
            {
                await part.DisposeAsync().ConfigureAwait(false);
            }
        }

        _ended.TrySetResult("closed");
    }

    private static Dictionary<string, object?> ArgumentsFor(IConnection connection)
    {
        Dictionary<string, object?> arguments = new() { ["x-queue-type"] = "quorum" };
        string release = connection.ServerProperties is { } properties && properties.TryGetValue("version", out object? version) && version is byte[] text ? Encoding.UTF8.GetString(text) : "";
        if (int.TryParse(release.Split('.')[0], out int major) && major >= ReleaseWithDeliveryLimit)
        {
            arguments["x-delivery-limit"] = -1;
        }

        return arguments;
    }

    private async Task OnMessageAsync(object sender, BasicDeliverEventArgs args)
        => await _arrivals.WriteAsync(new AmqpArrival(this, args.RoutingKey, args.Body.ToArray(), args.DeliveryTag)).ConfigureAwait(false);

    private Task OnShutdownAsync(object sender, ShutdownEventArgs args)
    {
        _ended.TrySetResult(args.ReplyText.ReplaceLineEndings(" "));
        return Task.CompletedTask;
    }

    private Task OnCancelledAsync(object sender, ConsumerEventArgs args)
    {
        _ended.TrySetResult("the broker ended the consumer: its queue was deleted or moved");
        return Task.CompletedTask;
    }
}
