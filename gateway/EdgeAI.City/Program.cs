using System.CommandLine;
using EdgeAI.City;
using EdgeAI.City.Commands;

// Without a time for ending, the library lets Ctrl-C and SIGTERM end the process at once.
return await CityCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = ReceiveCommand.EndingTime }).ConfigureAwait(false);
