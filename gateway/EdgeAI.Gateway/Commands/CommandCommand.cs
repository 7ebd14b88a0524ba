using System.CommandLine;
using System.Globalization;
using System.Text;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>command send</c> and <c>command status</c>: the operator at the gateway gives commands and sees what became of them (DOWNLINK.md).</summary>
internal static class CommandCommand
{
    private const int ShownCommands = 50;

    /// <summary>Makes the command.</summary>
    public static Command Create() => new("command", "Gives commands to robots and boards through this gateway, and tells what became of them") { Send(), Status() };

    private static Command Send()
    {
        Argument<string> target = new("TARGET") { Description = "A robot's id, or the gateway's" };
        Argument<string> name = new("NAME") { Description = "The command, such as ping" };
        DownlinkOptionSet downlink = new();
        Option<ushort> board = new("--board") { Description = "The board on the robot; the robot itself without it", DefaultValueFactory = static _ => CommandReader.NoBoard };
        Option<string?> text = new("--text") { Description = "The arguments, as text (JSON for most commands)" };
        Option<string?> hex = new("--hex") { Description = "The arguments, as bytes in hexadecimal" };
        Option<double> expires = new("--expires") { Description = "For how many seconds it may be begun", DefaultValueFactory = static _ => 60 };
        Command command = new("send", "Gives a command; a running gateway sends it within a second. Prints its id") { target, name, board, text, hex, expires };
        downlink.AddTo(command);
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, async output =>
        {
            DownlinkOptions options = downlink.Read(result);
            byte[] envelope = Envelope(
                result.GetRequiredValue(target),
                result.GetRequiredValue(name),
                result.GetValue(board),
                Arguments(result.GetValue(text), result.GetValue(hex)),
                Life(result.GetValue(expires), options.MaximumLifetime),
                options.Time);
            using DownlinkDatabase database = DownlinkOptionSet.Open(options);
            _ = CommandReader.Open(envelope, out CommandReader opened);
            CommandId id = opened.Id;

            // What the gateway does itself it judges when it begins it.
            ReceiveOutcome outcome = new CommandJournal(database, options).Receive(opened, envelope, CommandReason.None, Utc.Nanoseconds(options.Time));
            await output.WriteLineAsync(outcome == ReceiveOutcome.Taken ? id.ToString() : throw new GatewayException("the journal remembers as many commands as it may: wait until others are forgotten")).WaitAsync(cancellation).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static Command Status()
    {
        Argument<string?> which = new("ID") { Description = "A command's id; the latest commands without it", Arity = ArgumentArity.ZeroOrOne };
        DownlinkOptionSet downlink = new();
        Command command = new("status", "Tells how far commands have come") { which };
        downlink.AddTo(command);
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            DownlinkOptions options = downlink.Read(result);
            using DownlinkDatabase database = DownlinkOptionSet.Open(options);
            CommandJournal journal = new(database, options);
            List<JournaledCommand> commands = result.GetValue(which) is { } text
                ? [journal.Find(DownlinkOptionSet.ParseId(text)) ?? throw new GatewayException($"the journal knows no command {text}: it is of another gateway, or was forgotten")]
                : journal.Latest(ShownCommands);
            foreach (JournaledCommand each in commands)
            {
                await output.WriteLineAsync(Line(each)).ConfigureAwait(false);
            }

            return 0;
        }));
        return command;
    }

    private static byte[] Envelope(string target, string name, ushort board, byte[] arguments, TimeSpan life, TimeProvider time)
    {
        long now = Utc.Nanoseconds(time);
        if (!Identifier.IsValid(target.AsSpan()) || !Identifier.IsValid(name.AsSpan()) || arguments.Length > CommandReader.MaximumArguments)
        {
            throw new GatewayException($"TARGET and NAME are 1 to {Identifier.MaximumLength} of a-z, 0-9, '-', '_' and '.', the arguments at most {CommandReader.MaximumArguments} bytes");
        }

        return CommandWriter.Write(new CommandFields
        {
            Id = CommandId.Draw(),
            Issuer = CommandRules.LocalIssuer,
            Target = target,
            Board = board,
            Name = name,
            Arguments = arguments,
            IssuedUtcNanoseconds = now,
            ExpiresUtcNanoseconds = now + CommandJournal.Nanoseconds(life),
        });
    }

    private static TimeSpan Life(double seconds, TimeSpan maximum)
        => seconds >= 1 && seconds <= maximum.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new GatewayException(string.Create(CultureInfo.InvariantCulture, $"--expires {seconds} is outside of 1 to {maximum.TotalSeconds:0} s: the most is the profile's maximumLifetimeHours, given by --profile"));

    private static byte[] Arguments(string? text, string? hex)
    {
        if (text is not null && hex is not null)
        {
            throw new GatewayException("give the arguments as --text or as --hex, not as both");
        }

        try
        {
            return hex is null ? Encoding.UTF8.GetBytes(text ?? "") : Convert.FromHexString(hex);
        }
        catch (FormatException exception)
        {
            throw new GatewayException($"--hex '{hex}' is not bytes: write two hexadecimal digits for each", exception);
        }
    }

    private static string Line(JournaledCommand known)
    {
        CommandReader command = known.Open();
        string board = command.Board == CommandReader.NoBoard ? "" : string.Create(CultureInfo.InvariantCulture, $"/{command.Board}");
        string reason = known.Reason == CommandReason.None ? "" : $" ({known.Reason})";
        return $"{known.Id} {command.IssuerText} {command.TargetText}{board} {command.NameText}: {known.State}{reason}{Words(known.Detail)}";
    }

    // Words as they are, anything else as bytes: what a robot sends must not reach the terminal as control characters.
    private static string Words(byte[] detail)
        => detail.Length == 0 ? "" : detail.All(static value => value is >= 0x20 and < 0x7F) ? $": {Encoding.ASCII.GetString(detail)}" : $": {Convert.ToHexStringLower(detail)}";
}
