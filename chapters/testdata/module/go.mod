module sockbook
