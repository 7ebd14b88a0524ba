using EdgeAI.Gateway;

return await GatewayCommand.Create().Parse(args).InvokeAsync().ConfigureAwait(false);
