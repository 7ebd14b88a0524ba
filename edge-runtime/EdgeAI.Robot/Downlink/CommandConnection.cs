using System.Buffers;
using System.Threading.Channels;
using EdgeAI.Records;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Robot.Downlink;

/// <summary>
/// The robot's connection for commands. Holds nothing: what is lost with it the gateway sends again when the robot subscribes, and what
/// became of a command it asks again.
/// </summary>
internal sealed class CommandConnection : IAsyncDisposable
{
    // Results that wait for the connection; the oldest give way, and are asked for again.
    private const int WaitingResults = 256;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly string _commands;
    private readonly string _results;
    private readonly Action<byte[]> _take;
    private readonly TimeProvider _time;
    private readonly MqttClientOptions _options;
    private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(WaitingResults) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Makes a connection; nothing is sent before <see cref="Start"/>.</summary>
    /// <param name="site">The site.</param>
    /// <param name="robot">The robot.</param>
    /// <param name="host">The gateway's host.</param>
    /// <param name="port">Its TCP port.</param>
    /// <param name="take">Told each payload; must not block for long.</param>
    /// <param name="time">The clock of the pauses.</param>
    public CommandConnection(string site, string robot, string host, int port, Action<byte[]> take, TimeProvider time)
    {
        _commands = Topics.Commands(site, robot);
        _results = Topics.Results(site, robot);
        _take = take;
        _time = time;
        _options = new MqttClientOptionsBuilder()
            .WithTcpServer(host, port)
            .WithClientId($"{robot}-commands")
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCleanStart()
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(15))
            .WithTimeout(ConnectTimeout)
            .Build();
    }

    /// <summary>Whether it stands.</summary>
    public bool Connected { get; private set; }

    /// <summary>What last went wrong; empty if nothing did.</summary>
    public string LastError { get; private set; } = "";

    /// <summary>Connects, and stays so; call once.</summary>
    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>Sends a result when it can; does not wait.</summary>
    public void Publish(byte[] result) => _waiting.Writer.TryWrite(result);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        MqttClientFactory factory = new();
        TimeSpan pause = FirstPause;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using CancellationTokenSource lost = CancellationTokenSource.CreateLinkedTokenSource(stop);
                using IMqttClient client = factory.CreateMqttClient();
                client.DisconnectedAsync += _ => lost.CancelAsync();
                client.ApplicationMessageReceivedAsync += OnMessageAsync;
                await client.ConnectAsync(_options, stop).ConfigureAwait(false);
                MqttClientSubscribeResult granted = await client.SubscribeAsync(_commands, MqttQualityOfServiceLevel.AtLeastOnce, stop).ConfigureAwait(false);
                if (granted.Items.Any(static item => item.ResultCode is not (MqttClientSubscribeResultCode.GrantedQoS1 or MqttClientSubscribeResultCode.GrantedQoS2)))
                {
                    throw new InvalidOperationException($"the gateway grants no subscription to {_commands}: let this robot read its own commands there");
                }

                Connected = true;
                pause = FirstPause;
                await SendAsync(client, lost.Token).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                LastError = problem is OperationCanceledException ? "the connection for commands was lost" : problem.GetBaseException().Message;
            }

            Connected = false;
            try
            {
                await Task.Delay(pause, _time, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task SendAsync(IMqttClient client, CancellationToken lost)
    {
        await foreach (byte[] result in _waiting.Reader.ReadAllAsync(lost).ConfigureAwait(false))
        {
            // A refused result is not sent again by the robot: if the gateway still wants it, it asks.
            await client.PublishAsync(
                new MqttApplicationMessage { Topic = _results, Payload = new ReadOnlySequence<byte>(result), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }, lost).ConfigureAwait(false);
        }
    }

    private Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        try
        {
            _take(args.ApplicationMessage.Payload.ToArray());
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // Not taken: the gateway sends it again.
            LastError = $"a command was not taken: {problem.Message.ReplaceLineEndings(" ")}";
        }

        return Task.CompletedTask;
    }
}
