using System.CommandLine;
using EdgeAI.Gateway;

ParseResult command = GatewayCommand.Create().Parse(args);

// Without a time for ending, the library lets Ctrl-C and SIGTERM end the process at once.
return await command.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = GatewayCommand.EndingTime(command) }).ConfigureAwait(false);
