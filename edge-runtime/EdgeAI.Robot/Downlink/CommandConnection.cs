using System.Buffers;
using System.Threading.Channels;
using EdgeAI.Gateway.Identity;
using EdgeAI.Records;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Outbound;
using MQTTnet;
using MQTTnet.Exceptions;
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
    private readonly GatewayAddress _gateway;
    private readonly TlsClient? _tls;
    private readonly MqttClientOptions _options;
    private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(WaitingResults) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Makes a connection; nothing is sent before <see cref="Start"/>.</summary>
    /// <param name="site">The site.</param>
    /// <param name="robot">The robot.</param>
    /// <param name="gateway">Where the gateway is.</param>
    /// <param name="take">Told each payload; must not block for long.</param>
    /// <param name="time">The clock of the pauses, and of certificates.</param>
    /// <exception cref="CannotRunException">A file for TLS cannot be used.</exception>
    public CommandConnection(string site, string robot, GatewayAddress gateway, Action<byte[]> take, TimeProvider time)
    {
        _gateway = gateway;
        _tls = gateway.LoadTls(time);
        _commands = Topics.Commands(site, robot);
        _results = Topics.Results(site, robot);
        _take = take;
        _time = time;
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(gateway.Host, gateway.Port)
            .WithClientId($"{robot}-commands")
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCleanStart()
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(15))
            .WithTimeout(ConnectTimeout);
        _options = (_tls is null ? builder : builder.WithTlsOptions(_tls.ForMqtt(gateway.Host))).Build();
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
                LastError = await TryOpenAsync(client, stop).ConfigureAwait(false);
                if (LastError.Length == 0)
                {
                    Connected = true;
                    pause = FirstPause;
                    await SendAsync(client, lost.Token).ConfigureAwait(false);
                }
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                LastError = $"{_gateway}: {ReasonOf(problem)}";
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

    private string ReasonOf(Exception problem)
    {
        string line = problem.GetBaseException().Message.ReplaceLineEndings(" ");
        return problem switch
        {
            OperationCanceledException => "the connection for commands was lost",
            MqttCommunicationTimedOutException => line,
            _ => Connected ? line : _tls?.Explain(line) ?? line,
        };
    }

    /// <summary>Connects and subscribes; the reason in one line where the gateway says no.</summary>
    private async Task<string> TryOpenAsync(IMqttClient client, CancellationToken stop)
    {
        MqttClientConnectResult result = await client.ConnectAsync(_options, stop).ConfigureAwait(false);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            return $"{_gateway} refused the connection for commands: {result.ResultCode} {result.ReasonString}".TrimEnd();
        }

        MqttClientSubscribeResult granted = await client.SubscribeAsync(_commands, MqttQualityOfServiceLevel.AtLeastOnce, stop).ConfigureAwait(false);
        return granted.Items.All(static item => item.ResultCode == MqttClientSubscribeResultCode.GrantedQoS1)
            ? ""
            : $"{_gateway} grants no subscription to {_commands}: the robot's certificate has to be for the robot's own id (gateway/IDENTITY.md)";
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
