using System.CommandLine;
using EdgeAI.Gateway;

// Socket events are handled on the thread that finds them instead of being handed to another: nothing behind them blocks, and a publish that
// its connection waits for saves two changes of thread. Read by System.Net.Sockets when the first socket is opened.
const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
Environment.SetEnvironmentVariable(InlineCompletions, Environment.GetEnvironmentVariable(InlineCompletions) ?? "1");

ParseResult command = GatewayCommand.Create().Parse(args);

// Without a time for ending, the library lets Ctrl-C and SIGTERM end the process at once.
return await command.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = GatewayCommand.EndingTime(command) }).ConfigureAwait(false);
