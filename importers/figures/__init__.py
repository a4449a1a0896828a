"""Figures from other systems (ledger, tickets, operations, CRM, service desk) by profiles that say what to count."""
