using System.CommandLine;
using EdgeAI.Gateway;

// Without a time for ending, the library lets Ctrl-C and SIGTERM end the process at once.
return await GatewayCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }).ConfigureAwait(false);
